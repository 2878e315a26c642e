"""Claims and conclusions in words, for templates."""

from django import template

from catalog.claims import words

register = template.Library()

register.filter("claimed_value", words.value_in_words)
register.filter("claimed_local", words.local_in_words)
register.filter("claimed_view", words.view_in_words)
register.filter("claimed_zone", words.zone_in_words)
register.filter("recorded_by", words.recorded_by)
