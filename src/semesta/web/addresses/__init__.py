"""Addresses of the pages, in Indonesian, a file for each reader: they are read aloud, printed and typed.

<region:code> in any of them is a dotted region code, <number:...> a number.
"""

from django.urls import register_converter

from semesta.web.number_converter import NumberConverter
from semesta.web.region_converter import RegionConverter

register_converter(NumberConverter, "number")
register_converter(RegionConverter, "region")
