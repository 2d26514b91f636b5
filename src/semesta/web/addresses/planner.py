"""Addresses of purses, plans, decrees, batches, bills and payments."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.planner.arrears import arrears, deductions_csv
from semesta.web.views.planner.batch import batch, batch_file, batches, batches_made, close, make
from semesta.web.views.planner.bill import bill, bill_csv, bills, run
from semesta.web.views.planner.books import realisation_csv, trial_balance
from semesta.web.views.planner.closing import close_year
from semesta.web.views.planner.decree import amend, annex_pdf, annex_xlsx, decree, decrees
from semesta.web.views.planner.double_payment import double_payment, double_payments, double_payments_csv
from semesta.web.views.planner.freezing import freeze
from semesta.web.views.planner.order import new_order, order, orders
from semesta.web.views.planner.other_bill import package_bill, project_bill
from semesta.web.views.planner.payment import payment_file, payment_line, payments, unassigned
from semesta.web.views.planner.plan import comparison, plan, plan_csv, plans
from semesta.web.views.planner.planned_person import planned_people, planned_person
from semesta.web.views.planner.purse import new_purse, purse, purse_book, purses, release
from semesta.web.views.planner.scenario import compute, new_plan

PLANNER: list[URLPattern] = [
    path("dana/", purses, name="purses"),
    path("dana/baru/", new_purse, name="new-purse"),
    path("dana/tutup/", close_year, name="close-year"),
    path("dana/<number:number>/", purse, name="purse"),
    path("dana/<number:number>/pencairan/", release, name="release"),
    path("dana/<number:number>/buku/", purse_book, name="purse-book"),
    path("dana/neraca/", trial_balance, name="trial-balance"),
    path("dana/realisasi.csv", realisation_csv, name="realisation-csv"),
    path("rencana/", plans, name="plans"),
    path("rencana/baru/", new_plan, name="new-plan"),
    path("rencana/banding/", comparison, name="plan-comparison"),
    path("rencana/<number:number>/", plan, name="plan"),
    path("rencana/<number:number>/hitung/", compute, name="compute"),
    path("rencana/<number:number>/tetapkan/", freeze, name="freeze"),
    path("rencana/<number:number>/unduh.csv", plan_csv, name="plan-csv"),
    path("rencana/<number:number>/orang/", planned_people, name="planned-people"),
    path("rencana/<number:number>/orang/<number:person>/", planned_person, name="planned-person"),
    path("sk/", decrees, name="decrees"),
    path("sk/<number:number>/", decree, name="decree"),
    path("sk/<number:number>/lampiran.xlsx", annex_xlsx, name="annex-xlsx"),
    path("sk/<number:number>/lampiran.pdf", annex_pdf, name="annex-pdf"),
    path("sk/<number:number>/ubah/", amend, name="amend"),
    path("gelombang/", batches, name="batches"),
    path("gelombang/susun/", make, name="make-batches"),
    path("gelombang/hasil/<number:number>/", batches_made, name="batches-made"),
    path("gelombang/<number:number>/", batch, name="batch"),
    path("gelombang/<number:number>/tutup/", close, name="close-batch"),
    path("gelombang/<number:number>/berkas.<str:written_as>", batch_file, name="batch-file"),
    path("tagihan/", bills, name="bills"),
    path("tagihan/susun/", run, name="bill-run"),
    path("tagihan/proyek/", project_bill, name="project-bill"),
    path("tagihan/paket/", package_bill, name="package-bill"),
    path("tagihan/<str:reference>/", bill, name="bill"),
    path("tagihan/<str:reference>/unduh.csv", bill_csv, name="bill-csv"),
    path("perintah-bayar/", orders, name="payment-orders"),
    path("perintah-bayar/baru/", new_order, name="new-order"),
    path("perintah-bayar/surat/", order, name="payment-order"),
    path("pembayaran/", payments, name="payments"),
    path("pembayaran/belum-cocok/", unassigned, name="unassigned-payments"),
    path("pembayaran/<number:number>/", payment_file, name="payment-file"),
    path("pembayaran/<number:number>/<number:line>/", payment_line, name="payment-line"),
    path("tunggakan/", arrears, name="arrears"),
    path("tunggakan/potongan.csv", deductions_csv, name="deductions-csv"),
    path("bayar-ganda/", double_payments, name="double-payments"),
    path("bayar-ganda/unduh.csv", double_payments_csv, name="double-payments-csv"),
    path("bayar-ganda/<number:person>/", double_payment, name="double-payment"),
]
