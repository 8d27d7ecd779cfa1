"""The shape of what the product pages send."""

from __future__ import annotations

from django import forms

from rapport.catalog.products.actions import EDITABLE
from rapport.catalog.products.models import Product


class ProductForm(forms.ModelForm):  # type: ignore[type-arg]
    """A product as it is typed."""

    class Meta:
        model = Product
        fields = EDITABLE

    def _post_clean(self) -> None:
        """Leave what is right to the rules."""
