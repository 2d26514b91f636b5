"""Words and numbers of the code lists that population forms use: marital status, relation, education, religion, sex."""

from __future__ import annotations

MARITAL = {1: "BELUM KAWIN", 2: "KAWIN", 3: "CERAI HIDUP", 4: "CERAI MATI"}
MARITAL_SHORT = {1: "BK", 2: "K", 3: "CH", 4: "CM"}
RELATION = {1: "KEPALA KELUARGA", 2: "SUAMI", 3: "ISTRI", 4: "ANAK", 7: "ORANG TUA", 9: "FAMILI LAIN"}
EDUCATION = {
    1: "TIDAK / BELUM SEKOLAH",
    2: "BELUM TAMAT SD/SEDERAJAT",
    3: "TAMAT SD / SEDERAJAT",
    4: "SLTP/SEDERAJAT",
    5: "SLTA / SEDERAJAT",
    6: "DIPLOMA I / II",
    7: "AKADEMI/ DIPLOMA III/S. MUDA",
    8: "DIPLOMA IV/ STRATA I",
    9: "STRATA II",
    10: "STRATA III",
}
RELIGION = {1: "ISLAM", 4: "HINDU"}

# Occupation words of the family card that the made-up people use, with their number on form F-1.01
OCCUPATION_CODES = {
    "BELUM/TIDAK BEKERJA": 1,
    "MENGURUS RUMAH TANGGA": 2,
    "PELAJAR/MAHASISWA": 3,
    "PETANI/PEKEBUN": 9,
    "PETERNAK": 10,
    "NELAYAN/PERIKANAN": 11,
    "INDUSTRI": 12,
    "TRANSPORTASI": 14,
    "KARYAWAN SWASTA": 15,
    "KARYAWAN HONORER": 18,
    "BURUH HARIAN LEPAS": 19,
    "BURUH TANI/PERKEBUNAN": 20,
    "BURUH NELAYAN/PERIKANAN": 21,
    "PEMBANTU RUMAH TANGGA": 23,
    "TUKANG BATU": 26,
    "IMAM MASJID": 41,
    "USTADZ/MUBALIGH": 45,
    "GURU": 65,
    "PEDAGANG": 84,
    "PERANGKAT DESA": 85,
    "WIRASWASTA": 88,
}

SEX_WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "letter": {"L": ("L",), "P": ("P",)},
    "short": {"L": ("Lk",), "P": ("Pr",)},
    "long": {"L": ("LAKI-LAKI",), "P": ("PEREMPUAN",)},
    "siak": {"L": ("Laki-Laki",), "P": ("Perempuan",)},
    "number": {"L": ("1",), "P": ("2",)},
    "pria": {"L": ("P",), "P": ("W",)},
    "other": {
        "L": ("LK", "Lk", "Laki-laki", "LAKI - LAKI", "Laki2", "Pria", "l"),
        "P": ("PR", "Pr", "Perempuan", "Prp", "Wanita", "W", "p"),
    },
}
