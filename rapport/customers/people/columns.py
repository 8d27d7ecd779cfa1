"""What the columns of a file of people may hold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from rapport.core.imports import convert, dates
from rapport.core.imports.convert import Field
from rapport.customers.contactpoints import imports as contacts
from rapport.customers.parties.imports import EXTERNAL, LIFECYCLE
from rapport.customers.parties.splitting import CHINESE, WESTERN
from rapport.customers.people.models import Gender, Honorific

HONORIFICS = (
    CHINESE
    | WESTERN
    | {f"{word}.": value for word, value in WESTERN.items()}
    | {"teacher": "teacher"}
)
GENDERS = {
    "f": "female",
    "female": "female",
    "w": "female",
    "woman": "female",
    "女": "female",
    "女性": "female",
    "m": "male",
    "male": "male",
    "man": "male",
    "男": "male",
    "男性": "male",
    "other": "other",
    "x": "other",
    "d": "other",
    "其他": "other",
}
NAME = gettext_lazy("Name")
WORK = gettext_lazy("Work")
FIELDS = (
    EXTERNAL,
    Field(
        "full_name",
        gettext_lazy("Full name"),
        convert.text(200),
        group=NAME,
        synonyms=(
            "name",
            "full name",
            "contact",
            "contact name",
            "customer name",
            "姓名",
            "名称",
            "客户姓名",
            "联系人",
            "全名",
        ),
    ),
    Field(
        "family",
        gettext_lazy("Family name"),
        convert.text(100),
        group=NAME,
        synonyms=("last name", "lastname", "surname", "family name", "姓", "姓氏"),
    ),
    Field(
        "given",
        gettext_lazy("Given name"),
        convert.text(100),
        group=NAME,
        synonyms=("first name", "firstname", "given name", "forename", "名", "名字"),
    ),
    Field(
        "honorific",
        gettext_lazy("Form of address"),
        convert.choice(HONORIFICS),
        choices=tuple(Honorific.choices),
        group=NAME,
        synonyms=("title", "salutation", "prefix", "称谓", "称呼"),
    ),
    Field(
        "gender",
        gettext_lazy("Gender"),
        convert.choice(GENDERS),
        choices=tuple(Gender.choices),
        group=NAME,
        synonyms=("sex", "性别"),
    ),
    Field(
        "born_on",
        gettext_lazy("Date of birth"),
        dates.day,
        type="date",
        group=NAME,
        synonyms=("birthday", "birth date", "date of birth", "dob", "生日", "出生日期"),
    ),
    LIFECYCLE,
    *contacts.FIELDS,
    Field(
        "company",
        gettext_lazy("Company"),
        convert.text(200),
        group=WORK,
        synonyms=(
            "company",
            "organization",
            "organisation",
            "employer",
            "account name",
            "公司",
            "单位",
            "企业",
            "公司名称",
        ),
    ),
    Field(
        "job_title",
        gettext_lazy("Job title"),
        convert.text(100),
        group=WORK,
        synonyms=("job title", "position", "role", "职位", "职务"),
    ),
)
