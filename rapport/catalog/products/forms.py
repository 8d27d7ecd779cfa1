"""The shape of what the product pages send."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from rapport.catalog.products.actions import EDITABLE, NEEDED
from rapport.catalog.products.layouts import PRODUCT_FORM
from rapport.catalog.products.models import Product
from rapport.core.pagelayouts.asking import lay
from rapport.core.pagelayouts.sheets import Arrangement
from rapport.core.sentences import needs


class ProductForm(forms.ModelForm):  # type: ignore[type-arg]
    """A product as it is typed."""

    class Meta:
        model = Product
        fields = EDITABLE
        error_messages: ClassVar = {name: needs(error) for name, error in NEEDED.items()}

    def __init__(self, *args: Any, laid: Arrangement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = lay(self, PRODUCT_FORM, laid)

    def _post_clean(self) -> None:
        """Leave what is right to the rules."""
