"""`semesta match`: find who is one person, decide what the machine does not, undo, explain, and estimate how good."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from semesta.cli.console import console_actor, now, regency, today
from semesta.cli.match_pages import print_double_payments, print_pair, print_queue, print_report
from semesta.cli.match_quality import quality_text
from semesta.cli.show import Exit, count, open_rooms, out, print_json, stop
from semesta.cli.words import language, say

if TYPE_CHECKING:
    from semesta.matching.model import Model

app = typer.Typer(
    invoke_without_command=True, help="Satu orang satu catatan: cocokkan, putuskan, batalkan. / One person, one record."
)
Json = Annotated[bool, typer.Option("--json", help="JSON")]
Reason = Annotated[str, typer.Option("--reason", help="Alasan / the reason")]
PairNumber = Annotated[int, typer.Argument(metavar="PAIR", help="Nomor pasangan / number of the pair")]


@app.callback()
def match_command(context: typer.Context, as_json: Json = False) -> None:
    """Cocokkan orang dan baris yang menunggu dengan register. / Match persons and waiting rows with the register."""
    if context.invoked_subcommand is not None:
        return
    open_rooms()
    from semesta.installation.places import snapshots_folder
    from semesta.intake.row_matching import match

    counts = match(console_actor(), regency(), today=today(), model=_model(), snapshots=snapshots_folder())
    if as_json:
        print_json(counts)
    else:
        _print_counts(counts)
    if counts["refused"]:
        raise typer.Exit(int(Exit.NOT_TAKEN))


def _print_counts(counts: dict[str, int]) -> None:
    out.print(
        say(
            f"{count(counts['machine_merged'])} pasangan digabung mesin ({count(counts['rows_matched'])} baris), "
            f"{count(counts['asked'])} menunggu petugas verifikasi, {count(counts['asked_sender'])} menunggu pengirim, "
            f"{count(counts['conflicts'])} pertentangan baru.\nBerikutnya: `semesta match queue`.",
            f"{count(counts['machine_merged'])} pairs joined by the machine ({count(counts['rows_matched'])} rows), "
            f"{count(counts['asked'])} wait for verifiers, {count(counts['asked_sender'])} for senders, "
            f"{count(counts['conflicts'])} new conflicts.\nNext: `semesta match queue`.",
        ),
        highlight=False,
    )
    if counts["refused"]:
        out.print(
            say(
                f"{count(counts['refused'])} daftar TIDAK dibandingkan karena terlalu banyak yang mirip; lihat"
                " `semesta match report`.",
                f"{count(counts['refused'])} lists were NOT compared, too much on them looks alike; see"
                " `semesta match report`.",
            ),
            highlight=False,
        )


@app.command("queue")
def queue_command(
    band: Annotated[str, typer.Option(help="queue | sender")] = "queue", most: int = 30, as_json: Json = False
) -> None:
    """Pasangan yang menunggu keputusan, yang paling bernilai dahulu. / Pairs to decide, worth most first."""
    open_rooms()
    from semesta.intake.pair_queries import queue, reason_text

    total, lines = queue(regency(), band=band, most=most)
    if as_json:
        print_json({**total, "queue": lines})
        return
    model = _model()
    print_queue(total, [line | {"reason_text": reason_text(line["reason"], model, language())} for line in lines])


@app.command("show")
def show_command(
    number: PairNumber,
    blind: Annotated[bool, typer.Option("--blind", help="Tanpa bobot dan keputusan / without weight")] = False,
    as_json: Json = False,
) -> None:
    """Satu pasangan: kedua sisi, bukti, keputusan. / One pair: both sides, evidence, decisions."""
    open_rooms()
    from semesta.duplicates.errors import NoPairError
    from semesta.intake.pair_queries import pair

    try:
        shown = pair(regency(), number, model=_model(), language=language())
    except NoPairError as problem:
        stop(str(problem), Exit.USAGE)
    if as_json:
        print_json({"pair": {key: shown[key] for key in ("number", "sides")} if blind else shown})
    else:
        print_pair(shown, blind=blind)


@app.command("explain")
def explain_command(
    first: Annotated[str, typer.Argument(metavar="A", help="Nomor orang, atau BERKAS:BARIS / person or FILE:ROW")],
    second: Annotated[str, typer.Argument(metavar="B")],
    waterfall: Annotated[Path | None, typer.Option(help="Tulis gambar SVG / write the chart as SVG")] = None,
    as_json: Json = False,
) -> None:
    """Mengapa dua catatan dianggap satu orang atau bukan. / Why two records are held to be one person or not."""
    open_rooms()
    from semesta.installation.places import snapshots_folder
    from semesta.intake.explaining import explain
    from semesta.intake.somebody import NobodyThereError, SeveralThereError, somebody

    try:
        one, other = (somebody(regency(), said) for said in (first, second))
        shown = explain(regency(), one, other, model=_model(), language=language(), snapshots=snapshots_folder())
    except (NobodyThereError, SeveralThereError) as problem:
        stop(str(problem), Exit.USAGE)
    if waterfall is not None:
        if waterfall.exists():
            stop(say(f"{waterfall} sudah ada.", f"{waterfall} exists already."), Exit.USAGE)
        waterfall.write_text(_chart(shown), encoding="utf-8")
    if as_json:
        print_json(shown)
    else:
        print_pair(shown | {"number": None, "decisions": [], "against": []})


@app.command("decide")
def decide_command(
    number: PairNumber,
    verdict: Annotated[str, typer.Argument(metavar="same|different")],
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Putuskan: orang yang sama atau berbeda. / Decide: the same person or different ones."""
    open_rooms()
    from semesta.duplicates.actions import Verdict
    from semesta.intake.row_matching import decide

    if verdict not in ("same", "different"):
        stop(say("Sebutkan same atau different.", "Say same or different."), Exit.USAGE)
    said: Verdict = "same" if verdict == "same" else "different"
    _act(
        lambda: decide(console_actor(), regency(), number, said, reason=reason, today=today(), now=now()),
        number, as_json,
    )  # fmt: skip


@app.command("undo")
def undo_command(
    number: PairNumber,
    reason: Reason = "",
    decision: Annotated[
        int | None, typer.Option(help="Nomor keputusan yang dibatalkan / number of the decision, as shown")
    ] = None,
    as_json: Json = False,
) -> None:
    """Batalkan keputusan atas satu pasangan. / Take back what was decided of a pair."""
    open_rooms()
    from semesta.intake.row_matching import undo

    _act(
        lambda: undo(
            console_actor(), regency(), number, reason=reason, today=today(), decision=decision, now=now()
        ),
        number, as_json,
    )  # fmt: skip


@app.command("report")
def report_command(as_json: Json = False) -> None:
    """Hitungan, ambang, dan mutu menurut sampel. / Counts, thresholds, and quality by a checked sample."""
    open_rooms()
    from semesta.duplicates.checked_sample import estimated_quality
    from semesta.duplicates.model_in_use import place_of_model
    from semesta.duplicates.queries import counts, runs
    from semesta.duplicates.search import version_of
    from semesta.people.queries import welfare_counts

    model = _model()
    limits = model.thresholds
    searches = runs(regency())
    last = json.loads(searches[0]["detail"]) if searches else {}
    shown = {
        "counts": counts(regency()),
        "thresholds": {"machine": limits.upper, "queue": limits.lower, "margin": limits.margin},
        "model_version": version_of(model),
        "model_file": place_of_model(),
        "runs": searches,
        "not_compared": last.get("not_compared"),
        "quality": estimated_quality(regency()),
        "welfare": welfare_counts(regency()),
    }
    if as_json:
        print_json(shown)
    else:
        print_report(shown)


@app.command("sample")
def sample_command(
    per_stratum: Annotated[int, typer.Option(min=1, help="Pasangan per lapis / pairs per stratum")] = 40,
    seed: int = 1,
    as_json: Json = False,
) -> None:
    """Tarik sampel untuk diperiksa tanpa melihat bobot. / Draw pairs to be checked blindly."""
    open_rooms()
    from semesta.cli.match_quality import claim_text
    from semesta.duplicates.actions import draw_sample_to_check
    from semesta.duplicates.checked_sample import CLAIM, checks_for, sample_to_check

    drawn = draw_sample_to_check(console_actor(), regency(), per_stratum=per_stratum, seed=seed)
    lines = sample_to_check(regency())
    if as_json:
        print_json({"drawn": drawn, "pairs": lines, "claim": CLAIM, "checks_for_claim": checks_for(CLAIM)})
        return
    numbers = " ".join(str(line["pair_number"]) for line in lines)
    out.print(
        say(
            f"{count(drawn)} pasangan ditarik. Periksa tiap pasangan: `semesta match show NOMOR --blind`, lalu "
            f"`semesta match check NOMOR same|different`.\n{numbers}",
            f"{count(drawn)} pairs drawn. Look at each: `semesta match show NUMBER --blind`, then "
            f"`semesta match check NUMBER same|different`.\n{numbers}",
        ),
        highlight=False,
    )
    out.print(claim_text(CLAIM, checks_for(CLAIM)), highlight=False)


@app.command("check")
def check_command(
    number: PairNumber, verdict: Annotated[str, typer.Argument(metavar="same|different")], as_json: Json = False
) -> None:
    """Catat hasil pemeriksaan satu pasangan sampel; tidak menggabungkan. / Keep what a check of the sample said."""
    open_rooms()
    from semesta.duplicates.actions import check_sampled_pair
    from semesta.duplicates.checked_sample import estimated_quality
    from semesta.duplicates.errors import NoPairError

    if verdict not in ("same", "different"):
        stop(say("Sebutkan same atau different.", "Say same or different."), Exit.USAGE)
    try:
        check_sampled_pair(console_actor(), regency(), number, is_same=verdict == "same")
    except NoPairError as problem:
        stop(str(problem), Exit.USAGE)
    quality = estimated_quality(regency())
    if as_json:
        print_json({"quality": quality})
    else:
        out.print(quality_text(quality), highlight=False)


@app.command("double-payments")
def double_payments_command(most: int = 50, as_json: Json = False) -> None:
    """Bulan yang dibayar dua pembayar, dan yang dapat ditagih kembali. / Months that two payers paid."""
    open_rooms()
    from semesta.duplicates.double_payments import claims_by_payer, double_payments

    lines = double_payments(regency())
    payers = claims_by_payer(lines)
    if as_json:
        print_json({"payers": payers, "count": len(lines), "double_payments": lines})
    else:
        print_double_payments(payers, lines[:most], len(lines))


@app.command("train")
def train_command(
    folders: Annotated[list[Path], typer.Argument(exists=True, help="Map kabupaten rekaan / made-up regencies")],
    output: Annotated[Path, typer.Option("--out", help="Berkas model baru / the new model file")],
    seed: int = 1,
    sample: Annotated[int, typer.Option(min=10_000, help="Pasangan acak / random pairs per task")] = 1_000_000,
    as_json: Json = False,
) -> None:
    """Latih model baru dari daftar rekaan; model yang dikirim tetap. / Learn a new model; the shipped one stays."""
    from semesta.cli.match_training import learned_from, write_model
    from semesta.duplicates.search import version_of

    if output.exists():
        stop(say(f"{output} sudah ada.", f"{output} exists already."), Exit.USAGE)
    model, drawn = learned_from(folders, seed=seed, sample=sample)
    files = [str(file) for file in write_model(model, drawn, output)]
    if as_json:
        print_json({"files": files, "model_version": version_of(model), "training": dict(model.training)})
        return
    out.print(say("Ditulis: ", "Written: ") + ", ".join(files), highlight=False)
    out.print(
        say(
            f"Untuk memakainya: SEMESTA_MATCHING_MODEL={output.resolve()} (docs/matching.md).",
            f"To use it: SEMESTA_MATCHING_MODEL={output.resolve()} (docs/matching.md).",
        ),
        highlight=False,
    )


def _act(act: Any, number: int, as_json: bool) -> None:
    """Decide or undo; what stands in the way is told, and then how the pair stands."""
    from semesta.duplicates.errors import AlreadyDecidedError, ConflictError, NoPairError
    from semesta.intake.pair_queries import pair

    try:
        act()
    except NoPairError as problem:
        stop(str(problem), Exit.USAGE)
    except (AlreadyDecidedError, ConflictError, ValueError) as problem:
        stop(str(problem), Exit.NOT_TAKEN)
    shown = pair(regency(), number, model=_model(), language=language())
    if as_json:
        print_json({"pair": shown})
    else:
        print_pair(shown)


def _model() -> Model:
    from semesta.duplicates.model_in_use import UnusableModelError, model_in_use

    try:
        return model_in_use()
    except UnusableModelError as problem:
        stop(str(problem), Exit.USAGE)


def _chart(shown: dict[str, Any]) -> str:
    from semesta.matching.evidence import Part
    from semesta.matching.waterfall import waterfall_svg

    parts = [
        Part(line["comparison"], line["title"], line["level"], line["weight"], line["rarity"])
        for line in shown["evidence"]
    ]
    return waterfall_svg(
        parts, prior=shown["prior"] or 0.0, before=say("sebelum", "before"), after=say("bobot", "weight")
    )
