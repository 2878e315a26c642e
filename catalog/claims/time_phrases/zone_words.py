"""Words that name a zone, in English, Ukrainian and Russian.

An abbreviation that several countries use for different offsets is listed with all of
them: the reading then spans them all and says so.
"""

# One meaning, one offset in hours: the abbreviation itself says winter or summer.
FIXED_OFFSETS: dict[str, float] = {
    word: hours
    for words, hours in (
        ("utc gmt ut z zulu wet всв гмт", 0.0),
        ("cet west wat", 1),
        ("eet cest cat sast", 2),
        ("eest eat idt", 3),
        ("irst", 3.5),
        ("msd", 4),
        ("aft irdt", 4.5),
        ("pkt uzt tjt tmt", 5),
        ("npt", 5.75),
        ("ict wib", 7),
        ("hkt sgt awst wita pht myt", 8),
        ("jst kst wit", 9),
        ("acst", 9.5),
        ("aest", 10),
        ("acdt", 10.5),
        ("aedt", 11),
        ("nzst", 12),
        ("nzdt", 13),
        ("ndt", -2.5),
        ("brt art uyt", -3),
        ("nst", -3.5),
        ("edt", -4),
        ("cot pet", -5),
        ("mdt", -6),
        ("pdt", -7),
        ("akdt", -8),
        ("akst", -9),
        ("hst", -10),
    )
    for word in words.split()
}

AMBIGUOUS_OFFSETS: dict[str, tuple[float, ...]] = {
    "ist": (1, 2, 5.5),  # Ireland, Israel, India
    "cst": (-6, -5, 8),  # Central America, Cuba, China
    "cdt": (-5, -4),  # North America, Cuba
    "bst": (1, 6, 11),  # Britain in summer, Bangladesh, Bougainville
    "est": (-5, 10),  # North America, Australia
    "pst": (-8, 8),  # North America, Philippines
    "mst": (-7, 6.5, 8),  # North America, Myanmar, Malaysia
    "ast": (-4, 3),  # Atlantic, Arabia
    "adt": (-3, 4),  # Atlantic, Arabia in summer
    "gst": (-2, 4),  # South Georgia, the Gulf
    "sst": (-11, 8),  # Samoa, Singapore
    "amt": (-4, 4),  # Amazon, Armenia
    "ect": (-5, -4),  # Ecuador, Eastern Caribbean
    "wst": (8, 13),  # Western Australia, Samoa
}

# Abbreviations that are also words of English name a zone only in capitals.
ALSO_WORDS = ("art", "cat", "cot", "eat", "get", "pet", "west", "wit")

# The offset behind these names has changed over the years, so the region decides by date.
ABBREVIATED_REGIONS: dict[str, str] = {
    "msk": "Europe/Moscow",
    "мск": "Europe/Moscow",
    "samt": "Europe/Samara",
    "yekt": "Asia/Yekaterinburg",
    "omst": "Asia/Omsk",
    "krat": "Asia/Krasnoyarsk",
    "irkt": "Asia/Irkutsk",
    "yakt": "Asia/Yakutsk",
    "vlat": "Asia/Vladivostok",
    "magt": "Asia/Magadan",
    "pett": "Asia/Kamchatka",
    "trt": "Europe/Istanbul",
    "get": "Asia/Tbilisi",
    "azt": "Asia/Baku",
    "almt": "Asia/Almaty",
    "kgt": "Asia/Bishkek",
    "clt": "America/Santiago",
    "vet": "America/Caracas",
}

# Regions, English names, beginnings of the Ukrainian and Russian names and adjectives.
PLACES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("Europe/Kyiv",), "kyiv kiev ukraine ukrainian", "київ києв киев україн украин"),
    (("Europe/Moscow",), "moscow", "москв москов"),
    (("Europe/Minsk",), "minsk", "минск мінс"),
    (("Europe/Warsaw",), "warsaw", "варшав"),
    (("Europe/Berlin",), "berlin", "берлин берлін"),
    (("Europe/Paris",), "paris", "париж"),
    (("Europe/London",), "london", "лондон"),
    (("Europe/Madrid",), "madrid", "мадрид"),
    (("Europe/Rome",), "rome", "рим"),
    (("Europe/Brussels",), "brussels", "брюссел"),
    (("Europe/Chisinau",), "chisinau kishinev", "кишин кишинев"),
    (("Europe/Bucharest",), "bucharest", "бухарест"),
    (("Europe/Vilnius",), "vilnius", "вильн вільн"),
    (("Europe/Riga",), "riga", "риг рига"),
    (("Europe/Istanbul",), "istanbul ankara turkey turkish", "стамбул анкар туреч турец"),
    (("Europe/Samara",), "samara", "самар"),
    (("Asia/Yekaterinburg",), "yekaterinburg", "екатеринбург єкатеринбур"),
    (("Asia/Novosibirsk",), "novosibirsk", "новосибирск новосибірс"),
    (("Asia/Vladivostok",), "vladivostok", "владивосто"),
    (("Asia/Tbilisi",), "tbilisi", "тбилис тбіліс"),
    (("Asia/Yerevan",), "yerevan", "ереван єреван"),
    (("Asia/Baku",), "baku", "баку бакин"),
    (("Asia/Damascus",), "damascus aleppo syria syrian", "дамас сири сирі"),
    (("Asia/Beirut",), "beirut lebanon", "бейрут"),
    (("Asia/Jerusalem",), "jerusalem israel", "иерусалим єрусалим израил ізраїл"),
    (("Asia/Jerusalem",), "tel-aviv telaviv", "тель-авив тель-авів"),
    (("Asia/Gaza",), "gaza", "газ"),
    (("Asia/Baghdad",), "baghdad", "багдад"),
    (("Asia/Tehran",), "tehran", "тегеран"),
    (("Asia/Kabul",), "kabul", "кабул"),
    (("Asia/Kolkata",), "delhi mumbai india indian", "дели делі"),
    (("Asia/Shanghai",), "beijing shanghai", "пекин пекін"),
    (("Asia/Tokyo",), "tokyo", "токи токі"),
    (("Africa/Khartoum",), "khartoum", "хартум"),
    (("Africa/Cairo",), "cairo", "каир каїр"),
    (("America/New_York",), "new-york washington", "нью-йорк вашингтон"),
    (("America/Los_Angeles",), "los-angeles", "лос-анджелес"),
    (("Europe/Kyiv", "Europe/Moscow"), "donetsk", "донец донеч"),
    (("Europe/Kyiv", "Europe/Moscow"), "luhansk lugansk", "луган"),
    (("Europe/Kyiv", "Europe/Moscow"), "mariupol", "мариупол маріупол"),
    (("Europe/Kyiv", "Europe/Moscow"), "melitopol", "мелитопол мелітопол"),
    (("Europe/Kyiv", "Europe/Moscow"), "simferopol crimea", "симферопол сімферопол крым крим"),
    (("Europe/Kyiv", "Europe/Moscow"), "sevastopol", "севастопол"),
    # Only with the word "time": "Eastern time".
    (("America/New_York",), "eastern", ""),
    (("America/Los_Angeles",), "pacific", ""),
)

LOCAL_TIME = (
    "local time|local|местное время|по местному времени|местного времени|по местному"
    "|місцевий час|за місцевим часом|місцевого часу|за місцевим"
)
