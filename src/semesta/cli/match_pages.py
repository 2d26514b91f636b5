"""What `semesta match` prints for people: the queue, a pair with both sides, the report, double payments."""

from __future__ import annotations

from typing import Any

from semesta.cli.match_quality import quality_text
from semesta.cli.show import count, out, table
from semesta.cli.words import say

FIELDS = {
    "nik": ("NIK", "NIK"),
    "nik_written": ("NIK tertulis", "NIK as written"),
    "kk": ("KK", "Family card"),
    "name": ("Nama", "Name"),
    "birth_on": ("Lahir", "Born"),
    "sex": ("L/P", "Sex"),
    "mother_name": ("Ibu", "Mother"),
    "phone": ("Telepon", "Telephone"),
    "dusun": ("Dusun", "Hamlet"),
    "village_code": ("Desa", "Village"),
    "died_on": ("Meninggal", "Died"),
}


def print_queue(total: dict[str, int], lines: list[dict[str, Any]]) -> None:
    """Print the pairs to decide."""
    title = say(
        f"{count(total['pairs'])} pasangan; {count(total['worth_months'])} bulan, Rp {count(total['worth_rp'])}",
        f"{count(total['pairs'])} pairs; {count(total['worth_months'])} months, Rp {count(total['worth_rp'])}",
    )
    headings = [
        "#", say("Bulan", "Months"), "Rp", say("Bobot", "Weight"), say("Orang", "Person"), say("Dengan", "With"),
        say("Mengapa ditanyakan", "Why it is asked"),
    ]  # fmt: skip
    rows = [
        [
            line["number"], line["worth_months"], count(line["worth_rp"]), f"{line['weight']:.1f}", line["name"],
            _other(line), line["reason_text"] + _against(line["against"]),
        ]
        for line in lines
    ]  # fmt: skip
    out.print(table(title, headings, rows, right=(0, 1, 2, 3)))
    if lines:
        out.print(
            say(
                "Lihat: `semesta match show NOMOR`. Putuskan: `semesta match decide NOMOR same|different --reason …`.",
                "Look: `semesta match show NUMBER`. Decide: `semesta match decide NUMBER same|different --reason …`.",
            ),
            highlight=False,
        )


def print_pair(shown: dict[str, Any], *, blind: bool = False) -> None:
    """Print both sides, and unless `blind` the evidence and what was decided."""
    sides = shown["sides"]
    rows = [
        [say(*words), *("" if side[name] is None else str(side[name]) for side in sides)]
        for name, words in FIELDS.items()
        if any(side.get(name) is not None for side in sides)
    ]
    rows.append([say("Daftar", "Lists"), *("\n".join(map(_place, side["lists"])) for side in sides)])
    title = say("Pasangan", "Pair") + (f" #{shown['number']}" if shown["number"] else "")
    out.print(table(title, ["", "A", "B"], rows))
    if blind:
        return
    _print_evidence(shown)
    stands = {"same": say("orang yang sama", "the same person"), "different": say("orang berbeda", "two persons")}
    by = {"machine": say("mesin", "the machine"), "person": say("petugas", "a person")}
    if shown.get("verdict"):
        verdict, decider = stands[shown["verdict"]], by[shown["decided_by"]]
        out.print(say(f"Keputusan: {verdict} ({decider}).", f"Decided: {verdict} ({decider})."), highlight=False)
    elif shown.get("above"):
        print_verdict_of_machine(shown)
    elif shown["reason_text"]:
        out.print(shown["reason_text"] + _against(shown["against"]), highlight=False)
    for line in shown["decisions"]:
        out.print(
            f"  [{line['number']}] {line['at']:%Y-%m-%d} {line['verdict']} – {line['actor']}: {line['reason']}",
            highlight=False, markup=False,
        )  # fmt: skip


def print_verdict_of_machine(shown: dict[str, Any]) -> None:
    """Print what a match would make of two records, and why."""
    words = {
        "machine": say("Mesin akan menggabungkan keduanya.", "The machine would join them."),
        "queue": say("Petugas verifikasi akan ditanya.", "A verifier would be asked."),
        "sender": say("Pengirimnya akan ditanya.", "The sender would be asked."),
        "apart": say("Dianggap dua orang; tidak ada yang ditanya.", "Held to be two persons; nobody is asked."),
    }
    why = f" {say('Alasan', 'Because')}: {shown['reason_text']}." if shown["reason_text"] else ""
    out.print(words[shown["above"]] + why, highlight=False)


def _print_evidence(shown: dict[str, Any]) -> None:
    if shown["weight"] is None:
        out.print(
            say(
                "Tidak dibandingkan: tidak ada gabungan isian yang sama (NIK, nama + tanggal lahir, KK, ...).",
                "Not compared: they agree in no group of fields (NIK, name + birth date, family card, ...).",
            ),
            highlight=False,
        )
        return
    rows = [["", say("sebelum dibandingkan", "before comparing"), f"{shown['prior']:+.1f}"]] + [
        [line["title"], line["level"], f"{line['weight'] + line['rarity']:+.1f}"] for line in shown["evidence"]
    ]
    rows.append(["", say("bobot (log2)", "weight (log2)"), f"{shown['weight']:+.1f}"])
    out.print(table(say("Bukti", "Evidence"), [say("Isian", "Field"), "", say("Bobot", "Weight")], rows, right=(2,)))


def print_report(shown: dict[str, Any]) -> None:
    """Print counts by kind of list and band, thresholds, and the estimated quality."""
    rows = [
        [line["link_type"], line["band"], line["reason"], line["verdict"], line["decided_by"], count(line["pairs"])]
        for line in shown["counts"]
    ]
    headings = [
        say("Jenis", "Kind"), say("Pita", "Band"), say("Alasan", "Reason"), say("Keputusan", "Decision"),
        say("Oleh", "By"), say("Pasangan", "Pairs"),
    ]  # fmt: skip
    out.print(table(say("Pasangan", "Pairs"), headings, rows, right=(5,)))
    limits = shown["thresholds"]
    out.print(
        say(
            f"Ambang (log2): mesin dari {limits['machine']}, ditanyakan dari {limits['queue']}, "
            f"jarak saingan {limits['margin']}. Model {shown['model_version'][:12]} ({shown['model_file']}).",
            f"Thresholds (log2): machine from {limits['machine']}, asked from {limits['queue']}, "
            f"margin to a rival {limits['margin']}. Model {shown['model_version'][:12]} ({shown['model_file']}).",
        ),
        highlight=False,
    )
    print_not_compared(shown["not_compared"])
    out.print(quality_text(shown["quality"]), highlight=False)
    print_welfare(shown["welfare"])


def print_not_compared(left: dict[str, list[dict[str, Any]]] | None) -> None:
    """Print what the latest search did not use or did not compare; None: it did not keep that."""
    if left is None:
        return
    said = [
        *(
            say(
                f"TIDAK dibandingkan: {_list_told(line)}, {count(line['rows'])} baris. {_in_language(line['why'])}",
                f"NOT compared: {_list_told(line)}, {count(line['rows'])} rows. {_in_language(line['why'])}",
            )
            for line in left["refused"]
        ),
        *(
            say(
                f"{count(line['blocks'])} kelompok terlalu besar untuk dibandingkan ({line['link_type']}, sama dalam "
                f"{line['rule']}): {count(line['pairs'])} pasangan, terbesar {count(line['most_rows'])} baris.",
                f"{count(line['blocks'])} groups too big to compare ({line['link_type']}, equal in {line['rule']}): "
                f"{count(line['pairs'])} pairs, the biggest of {count(line['most_rows'])} rows.",
            )
            for line in left["blocks"]
        ),
        *(
            say(
                f"Tidak dipakai sebagai bukti: {line['field']} …{line['ends_in']}, pada {count(line['rows'])} baris "
                f"dengan {count(line['names'])} nama.",
                f"Not used as evidence: {line['field']} …{line['ends_in']}, on {count(line['rows'])} rows with "
                f"{count(line['names'])} names.",
            )
            for line in left["values"]
        ),
        *(
            say(
                f"Dipisahkan tanpa ditanyakan ({line['reason']}): {count(line['pairs'])} pasangan.",
                f"Left apart without asking ({line['reason']}): {count(line['pairs'])} pairs.",
            )
            for line in left["told_apart"]
        ),
    ]
    nothing = say("Semua yang harus dibandingkan sudah dibandingkan.", "All that was to be compared was compared.")
    for line in [say("Pencarian terakhir:", "The latest search:"), *(said or [nothing])]:
        out.print(line, highlight=False)


def print_welfare(lines: list[dict[str, Any]]) -> None:
    """Print of how many persons which welfare extract told a decile, and for how many it is the latest."""
    for line in lines:
        out.print(
            say(
                f"Desil kesejahteraan dari {line['source']}, keadaan {line['as_of']}: {count(line['persons'])} orang, "
                f"berlaku bagi {count(line['holds'])}.",
                f"Welfare deciles from {line['source']}, as of {line['as_of']}: {count(line['persons'])} people, "
                f"in force for {count(line['holds'])}.",
            ),
            highlight=False,
        )


def print_double_payments(payers: list[dict[str, Any]], lines: list[dict[str, Any]], number: int) -> None:
    """Print what each payer may claim back, and the persons."""
    out.print(
        table(
            say("Pembayar yang dapat menagih kembali", "Payers who may claim back"),
            [say("Pembayar", "Payer"), say("Orang", "Persons"), say("Bulan", "Months"), "Rp",
             say("Tanpa nilai", "Not priced")],
            [
                [line["payer"], count(line["persons"]), count(line["months"]), count(line["claim_rp"] or 0),
                 count(line["not_priced"])]
                for line in payers
            ],
            right=(1, 2, 3, 4),
        )
    )  # fmt: skip
    out.print(
        table(
            say(f"{count(number)} temuan, ditampilkan {len(lines)}", f"{count(number)} findings, {len(lines)} shown"),
            [say("Orang", "Person"), say("Nama", "Name"), say("Ditagih oleh", "Claimed by"),
             say("Tetap pada", "Kept by"), say("Bulan", "Months"), "Rp"],
            [
                [line["person_id"], line["name"], line["payer"], line["kept_by"],
                 f"{line['months'][0]} … {line['months'][-1]} ({len(line['months'])})",
                 "–" if line["claim_rp"] is None else count(line["claim_rp"])]
                for line in lines
            ],
            right=(5,),
        )
    )  # fmt: skip
    out.print(
        say(
            "Dasar: iuran BPU pada lapisan terendah, tanpa keringanan (anggapan); upah dan paket lain tidak diketahui.",
            "Basis: own-account contribution at the lowest basis, without relief (assumed); other wages are not known.",
        ),
        highlight=False,
    )


def _list_told(line: dict[str, Any]) -> str:
    if line["submission_id"] is None:
        return say("orang dalam register satu sama lain", "the persons of the register with one another")
    return say(f"kiriman {line['submission_id']}", f"submission {line['submission_id']}")


def _in_language(told: str) -> str:
    indonesian, _, english = told.partition(" / ")
    return say(indonesian, english or indonesian)


def _other(line: dict[str, Any]) -> str:
    place = f" ({line['file_name']}:{line['row']})" if line["file_name"] else ""
    return f"{line['other_name'] or ''}{place}"


def _place(line: dict[str, Any]) -> str:
    return f"{line['file_name']}:{line['row']}"


def _against(numbers: list[int]) -> str:
    if not numbers:
        return ""
    return say(" – lihat pasangan ", " – see pairs ") + ", ".join(f"#{number}" for number in numbers)
