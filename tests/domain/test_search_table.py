"""What is found by what, in eight scripts and more than five languages; and what is not.

One table for both databases: a line is what was typed, what stands in the network, its language.
"""

from sqlmodel import Session

from backend.core.text import fold
from tests.support.finding import keep, marked, titles
from tests.support.make import Make

FOUND = [
    # Latin: case, accents, ligatures, letters of their own
    ("participacao CIDADA", "Participação cidadã", "pt"),
    ("gestion", "Gestión de residuos", "es"),
    ("SÃO PAULO", "Sao Paulo", "en"),
    ("strasse", "Straße der Offenheit", "de"),
    ("STRASSE", "Straße der Offenheit", "de"),
    ("krakow", "Kraków", "pl"),
    ("lodz", "Łódź", "pl"),
    ("oeuvre", "Œuvre collective", "fr"),
    ("aero", "Ærø kommune", "da"),
    ("official", "An oﬃcial register", "en"),
    ("cafe\u0301", "Café talks", "en"),
    ("café", "Cafe\u0301 talks", "en"),
    ("ＯＰＥＮ　ＤＡＴＡ", "Open data", "en"),
    ("open data", "ＯＰＥＮ　ＤＡＴＡ", "ja"),
    ("𝐛𝐮𝐝𝐠𝐞𝐭", "The budget", "en"),
    ("eau", "L’eau de la ville", "fr"),
    # Dotted and dotless, cedilla and comma below
    ("istanbul", "İstanbul verileri", "tr"),
    ("ISPARTA", "Isparta belediyesi", "tr"),
    ("ısparta", "Isparta belediyesi", "tr"),
    ("iasi", "Iași", "ro"),
    ("Iaşi", "Iași", "ro"),
    ("Brașov", "Braşov", "ro"),
    # Stems, in the language of what was written
    ("water in Nairobi", "Nairobi water", "en"),
    ("registro de contratos", "Registro, contratos y pagos", "es"),
    ("agreement", "Sharing agreements", "en"),
    ("agreements", "A sharing agreement", "en"),
    ("publishing cities", "A city that publishes", "en"),
    ("vivienda", "Viviendas vacías", "es"),
    ("viviendas vacia", "Vivienda vacía", "es"),
    ("participaciones", "Participación vecinal", "es"),
    ("habitações", "Habitação social", "pt"),
    ("municipalité", "Les municipalités", "fr"),
    ("données ouverte", "Une donnée ouverte", "fr"),
    ("wohnungen", "Wohnung gesucht", "de"),
    ("города", "Открытый город", "ru"),
    ("kommuner", "En kommun", "sv"),
    # Cyrillic, Greek, Armenian, Hebrew, Devanagari, Tamil, Georgian
    ("участие", "УЧАСТИЕ граждан", "ru"),
    ("орел", "Орёл", "ru"),
    ("αθηνα", "Αθήνα", "el"),
    ("ΔΕΔΟΜΕΝΑ", "Ανοιχτά δεδομένα", "el"),
    ("բաց", "ԲԱՑ տվյալներ", "hy"),
    ("שלום", "שָׁלוֹם", "he"),
    ("डेटा", "खुला डेटा", "hi"),
    ("தரவு", "திறந்த தரவு", "ta"),
    ("თბილისი", "თბილისი", "ka"),
    # Arabic: articles, prepositions, tatweel, alefs, ya, ta marbuta, points
    ("البيانات", "البيانات المفتوحة", "ar"),
    ("بيانات", "البيانات المفتوحة", "ar"),
    ("المدينة", "مدن و مدينة", "ar"),
    ("مدينه", "المدينة الذكية", "ar"),
    ("والمدينة", "مدينة ذكية", "ar"),
    ("بالشفافية", "الشفافية", "ar"),
    ("اسكان", "الإسكان الاجتماعي", "ar"),
    ("مستشفي", "مستشفى البلدية", "ar"),
    ("محمد", "مُحَمَّد", "ar"),
    ("مـــوازنة", "موازنة المدينة", "ar"),
    ("كراچي", "کراچی", "ur"),
    ("بيانات", "البيانات in an English text", "en"),
    # Scripts without spaces, and Korean
    ("資料", "開放資料平台", "zh"),
    ("平台", "開放資料平台", "zh"),
    ("水", "水道の民営化", "ja"),
    ("水", "下水", "ja"),
    ("データ", "オープンデータの推進", "ja"),
    ("ﾃﾞｰﾀ", "オープンデータの推進", "ja"),
    ("오픈데이터", "서울 오픈데이터를 공개", "ko"),
    ("데이터", "공공데이터 포털", "ko"),
    ("ข้อมูล", "เปิดข้อมูลภาครัฐ", "th"),
    # Beginnings, phrases, exclusions, letters with digits
    ("procur", "Procurement for cities", "en"),
    ("pr", "Procurement for cities", "en"),
    ("cities pro", "Procurement for cities", "en"),
    ("البيان", "البيانات المفتوحة", "ar"),
    ("co2", "5G and CO2", "en"),
    ('"open data"', "Open data on housing", "en"),
    ("“open data”", "Open data on housing", "en"),
    ("co-operation", "Co-operation between cities", "en"),
    ("data -mobility", "Open data on housing", "en"),
    ("data −mobility", "Open data on housing", "en"),
    # Capitals are no operators
    ("DATA AND TRUST", "A trust with data", "en"),
    ("data OR trust", "A trust with data", "en"),
    ("data NOT trust", "Trust that is not in data", "en"),
    ("WATER IN THE CITY", "City water", "en"),
    # What a hyphen joins is all meant
    ("sans-abri", "Les sans-abri de la ville", "fr"),
    ("lock-in", "Lock in and out", "en"),
    # Other words for it, in another language
    ("vivienda", "Housing for all", "en"),
    ("datos abiertos", "Open data portals", "en"),
    ("open data", "Portal de datos abiertos", "es"),
    ("données ouvertes", "Dados abertos da cidade", "pt"),
    ("البيانات المفتوحة", "Open data portals", "en"),
    ("viviendas", "Housing for all", "en"),
    ("datos abierto", "Open data portals", "en"),
    ("donnees ouverte", "Open data portals", "en"),
    ("rents control", "Vivienda para todos", "es"),
]

MEANINGS = {
    "housing": ("Housing", "vivienda", "rent control", "access to information"),
    "open-data-here": (
        "open data",
        "datos abiertos",
        "données ouvertes",
        "dados abertos",
        "البيانات المفتوحة",
    ),
}

NOT_FOUND = [
    ("housing mobility", "Open data on housing", "en"),
    ('"data open"', "Open data on housing", "en"),
    ('"data on hous"', "Open data on housing", "en"),
    ("housing -data", "Open data on housing", "en"),
    ('housing -"open data"', "Open data on housing", "en"),
    ("housing −data", "Open data on housing", "en"),
    ("register", "A registrar", "es"),
    ("data", "Dat is da", "nl"),
    ("data", "Da cidade", "pt"),
    ("ata", "Open data", "en"),
    ("bus lines", "Busan lines", "en"),
    ("bus stop", "Business without stop", "en"),
    ("パリ", "バリ島", "ja"),
    ("か", "が", "ja"),
    ("料開", "開放資料", "zh"),
    ("資放", "開放資料", "zh"),
    ("서우", "서울", "ko"),
    ("ขอมล", "ข้อมูล", "th"),
    ("कत", "क्त", "hi"),
    ("مدن", "بيانات", "ar"),
    ("ال", "بيانات", "ar"),
    ("t_data", "A kiosk", "en"),
    ("en", "A kiosk", "en"),
    ("thing", "A kiosk", "en"),
    ("AND", "A kiosk", "en"),
    ("data OR trust", "Open data on housing", "en"),
    ("sans-abri", "Abrir las puertas", "es"),
    ("lock-in", "A lock for bicycles", "en"),
    ("orel", "Орёл", "ru"),
    # What a topic is called stands side by side, in its order, and is all there
    ("housing", "Access for information officers", "en"),
    ("housing", "Controls of rents", "en"),
    ("control rent", "Vivienda para todos", "es"),
    ("rent", "Vivienda para todos", "es"),
    ("rent the control", "Vivienda para todos", "es"),
    ("opening data", "Datos de la ciudad", "es"),
]


def test_all_of_the_table_holds(db: Session, make: Make) -> None:
    for slug, terms in MEANINGS.items():
        topic = make.topic(slug)
        make.called(topic, *terms)
    for _asked, said, language in dict.fromkeys((*FOUND, *NOT_FOUND)):
        keep(db, said, language=language)
    assert [(asked, said) for asked, said, _ in FOUND if said not in titles(db, asked)] == []
    assert [(asked, said) for asked, said, _ in NOT_FOUND if said in titles(db, asked)] == []


def test_where_something_is_found_is_marked(db: Session, make: Make) -> None:
    for slug, terms in MEANINGS.items():
        make.called(make.topic(slug), *terms)
    unmarked = [
        (asked, said) for asked, said, language in FOUND if not marked(db, asked, said, language)
    ]
    assert unmarked == []


def test_letter_case_changes_nothing_of_it(db: Session, make: Make) -> None:
    for slug, terms in MEANINGS.items():
        make.called(make.topic(slug), *terms)
    for _asked, said, language in dict.fromkeys((*FOUND, *NOT_FOUND)):
        keep(db, said, language=language)
    for asked, _said, _language in (*FOUND, *NOT_FOUND):
        for other in (asked.upper(), asked.lower(), asked.title()):
            # Some letters have no capital of their own, and come back as others.
            if fold(other) == fold(asked):
                assert titles(db, other) == titles(db, asked), (asked, other)


def test_the_table_is_long_enough() -> None:
    assert len(FOUND) >= 60
    assert len(NOT_FOUND) >= 20
