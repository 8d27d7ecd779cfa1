"""Reading the signature below a mail, Chinese or Western: who writes, as what, for whom, and how she is reached. Pure functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from phonenumbers import PhoneNumberMatcher

from rapport.core.search.readings import HAN
from rapport.customers.parties.splitting import CHINESE, split_name

LONGEST = 5000
ORDER = (
    *("family", "given", "honorific", "title", "company"),
    *("phone", "phone_2", "email", "wechat", "web", "street"),
)
LINES = 40
EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
WEB = re.compile(r"(?:https?://|www\.)[^\s|,，；;]+", re.IGNORECASE)
WECHAT = re.compile(
    r"(?:wechat|weixin|微信)(?:\s*(?:id|号))?\s*[:：]?\s*([a-z][\w-]{5,19})", re.IGNORECASE
)
GREETING = re.compile(
    r"^\W*(?:(?:best|kind|warm)?\s*(?:regards|wishes)|sincerely|yours\b.*|cheers|thanks|thank you|best"
    r"|(?:mit\s+)?(?:freundlichen?|besten?|viele)\s+gr(?:ü|ue)(?:ß|ss)en?|此致|敬礼|祝好|谢谢|顺颂商祺|祝商祺|此致敬礼)\W*$",
    re.IGNORECASE,
)
RULE = re.compile(r"^\s*[-_=*~—–]{2,}\s*$")
LABEL = re.compile(
    r"^\s*(?:name|company|title|position|address|addr?|add|tel|phone|mobile|mob|cell|office|direct|email|e-mail|mail|web|website|"
    r"姓名|公司|单位|职位|职务|地址|电话|手机|座机|邮箱|电子邮件|网址|网站|[tpmefwao])\s*[:：.]\s*",
    re.IGNORECASE,
)
FAX = re.compile(r"(?:\bf(?:ax)?\b|传真)[\s.:：]*(?:no\.?)?\W*$", re.IGNORECASE)
MOBILE = re.compile(r"(?:\b(?:m|mob|mobile|cell|handy|mobil)\b|手机|移动)\W*$", re.IGNORECASE)
COMPANY = re.compile(
    r"\b(?:ltd|limited|gmbh|inc|llc|llp|corp|corporation|co|ag|kg|plc|s\.?a\.?|b\.?v\.?|s\.?r\.?l\.?|group|university|institute"
    r"|company|holdings?|bank)\b\.?|公司|集团|银行|大学|学院|学校|医院|研究院|研究所|协会|事务所|酒店|工厂",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"\b(?:manager|director|head of|chief|c[eftomi]o|engineer|consultant|officer|president|assistant|founder|partner|executive"
    r"|specialist|analyst|developer|designer|buyer|purchasing|sales|marketing|leiter(?:in)?|geschäftsführer(?:in)?|professor|lead)\b"
    r"|经理|总监|主任|总裁|主管|工程师|顾问|助理|专员|董事|部长|代表|会计|秘书|教授|采购|销售|业务员|负责人|创始人",
    re.IGNORECASE,
)
ADDRESS = re.compile(
    r"\b(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|boulevard|blvd|square|floor|suite|building|platz|p\.?o\.? box)\b"
    r"|stra(?:ß|ss)e|str\.|[路街道巷弄]\s*\d+|\d+\s*[号楼室层]|[省市区县].*[路街道号]",
    re.IGNORECASE,
)
WESTERN_NAME = re.compile(r"(?:(?:[A-ZÀ-Þ][\w'’.-]*|van|von|de|der|la|al|bin)\s*){2,5}")
BETWEEN = re.compile(r"\s*[|\uff5c•·/]\s*|\s{3,}|\t+")


@dataclass(frozen=True)
class Suggested:
    """What a signature seems to say: which field, the value, and the line from which it was read."""

    field: str
    value: str
    line: str


def is_quoted(line: str) -> bool:
    """Tell whether a line belongs to an older mail below."""
    return line.lstrip().startswith(">")


def read_signature(text: str, region: str = "") -> list[Suggested]:
    """Return what a signature says, each field once; numbers without + belong to `region`."""
    found: dict[str, Suggested] = {}
    for line in _lines(text):
        left = _reached(line, region, found)
        for piece in BETWEEN.split(left):
            _said(LABEL.sub("", piece).strip(" ,，;；:：|-–—"), line, found)
    return [found[name] for name in ORDER if name in found]


def _lines(text: str) -> list[str]:
    """Return the lines of the signature: those after the last greeting or rule, where there is one."""
    plain = text[:LONGEST].replace("\0", "").replace("\u00a0", " ")
    lines = [line.strip() for line in plain.splitlines() if not is_quoted(line)]
    begins = [
        number + 1
        for number, line in enumerate(lines)
        if (GREETING.match(line) or RULE.match(line)) and any(lines[number + 1 :])
    ]
    kept = lines[begins[-1] :] if begins else lines
    return [line for line in kept if line and not RULE.match(line)][:LINES]


def _reached(line: str, region: str, found: dict[str, Suggested]) -> str:
    """Take the numbers and addresses of a line, and return what is left of it."""
    for field, pattern in (("email", EMAIL), ("wechat", WECHAT), ("web", WEB)):
        for match in pattern.finditer(line):
            value = match[1] if pattern.groups else match[0]
            _keep(found, field, value.rstrip(".,;，；。"), line)
        line = pattern.sub(" | ", line)
    line = re.sub(r"\s*(?:转|轉)\s*(?=\d)", " ext. ", line)
    left, last = "", 0
    for number in PhoneNumberMatcher(line, region or None):
        before = line[last : number.start]
        if not FAX.search(before):
            extension = f" ext. {number.number.extension}" if number.number.extension else ""
            raw = re.sub(r"\s*(?:ext\.?|x|转|#).*$", "", number.raw_string, flags=re.IGNORECASE)
            is_second = "phone" in found and "phone_2" not in found
            first = "phone_2" if is_second and found["phone"].value != raw + extension else "phone"
            if MOBILE.search(before) and "phone" in found and first == "phone_2":
                _keep(found, "phone_2", found["phone"].value, found["phone"].line)
                del found["phone"]
                first = "phone"
            _keep(found, first, raw + extension, line)
        left += re.sub(r"[\w.\u4e00-\u9fff]*\s*[:：.]?\s*$", "", before) + " | "
        last = number.end
    return left + line[last:]


def _said(piece: str, line: str, found: dict[str, Suggested]) -> None:
    """Take what a piece of a line says: an address, a company, a title or the name."""
    if len(piece) < 2 or not any(letter.isalpha() for letter in piece):
        return
    if COMPANY.search(piece) and not ADDRESS.search(piece):
        _keep(found, "company", piece[:200], line)
    elif ADDRESS.search(piece):
        _keep(found, "street", piece[:200], line)
    elif "family" not in found and "given" not in found and _name(piece, line, found):
        return
    elif TITLE.search(piece):
        _keep(found, "title", piece[:100], line)


def _name(piece: str, line: str, found: dict[str, Suggested]) -> bool:
    """Take the name, with the title that may stand behind it; tell whether there was one."""
    name, _comma, rest = (
        re.split(r"([,，]\s*)", piece, maxsplit=1) if re.search("[,，]", piece) else (piece, "", "")
    )
    if HAN.match(name):
        words = name.split(maxsplit=1)
        name, rest = words[0], rest or " ".join(words[1:])
        bare = next((name.removesuffix(word) for word in CHINESE if name.endswith(word)), name)
        if not 2 <= len(bare) <= 4 or TITLE.search(bare):
            return False
    elif TITLE.search(name) or not WESTERN_NAME.fullmatch(name.strip()):
        return False
    family, given, honorific = split_name(name.strip())
    for field, value in (("family", family), ("given", given), ("honorific", honorific)):
        _keep(found, field, value[:100], line)
    if rest.strip() and TITLE.search(rest):
        _keep(found, "title", rest.strip()[:100], line)
    return True


def _keep(found: dict[str, Suggested], field: str, value: str, line: str) -> None:
    if value and field not in found:
        found[field] = Suggested(field, value, line[:200])
