// Words in the language of the page. A page in another language than English loads the catalogue
// of translations before the modules; without one the words are what stands here.

const catalogue = globalThis.django;

const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole);

// `values` stand where the text says `%(name)s`.
export const gettext = (text, values = {}) => filled(catalogue ? catalogue.gettext(text) : text, values);

// The form of the words that belongs to the number, which they hold as `%(n)s`.
export function ngettext(one, many, n, values = {}) {
  const text = catalogue ? catalogue.ngettext(one, many, n) : n === 1 ? one : many;
  return filled(text, { n, ...values });
}

// A whole number with its thousands apart: by a comma where that is not read as a decimal point.
export const grouped = (value) => value.toLocaleString("en-GB").replaceAll(",", catalogue ? "\u202f" : ",");
