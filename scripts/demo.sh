#!/bin/sh
# The main job on the sample ledger: a customer's fabrication zip becomes a part and a priced
# quotation on paper, one commit for each step; and the ledger says who owes what.
set -eu

out=${1:-out/demo}
today=${PCBSALES_TODAY:-2026-10-31}
export PCBSALES_TODAY="$today"

say() { printf '\n\033[1m%s\033[0m\n' "$1"; }
run() { printf '$ %s\n' "$*"; "$@"; }

rm -rf "$out"
mkdir -p "$out"
python -m scripts.sample zip "$out/HY-4480.zip"
cd "$out"

say "1. A ledger of your own, filled with the sample company's records"
run pcbsales init ledger --sample
cd ledger

say "2. This morning's mail: what is in the customer's zip, and what must be asked"
run pcbsales intake read ../HY-4480.zip -o table

say "3. It becomes a new part; the order text answered what the data left open"
run pcbsales intake add ../HY-4480.zip -c HUAYI --part HY-4480 --rev A \
    --set thickness_mm=1.6 --set tg_c=150 --set finish=enig --set finish_thickness_uin=1 \
    --set mask_colour=green

say "4. A quotation for 200 pieces, each line of the price explained"
run pcbsales part show HY-4480 -o table
run pcbsales quote new HUAYI HY-4480 -q 200
quote=$(pcbsales quote list -o tsv | cut -f1 | tail -n 1)
run pcbsales price explain "$quote" -o table
for language in en zh-Hant zh-Hans; do
    run pcbsales quote show "$quote" -O "../quotation.$language.pdf" --lang "$language"
done

say "5. Who owes what"
run pcbsales ar overdue -o table
run pcbsales ar ageing -o table
pcbsales ar overdue -O ../overdue.csv 2>/dev/null

say "6. One commit for each step"
run git log --oneline

say "Look at:"
cd ..
for file in quotation.en.pdf quotation.zh-Hant.pdf quotation.zh-Hans.pdf overdue.csv ledger; do
    printf '  %s\n' "$out/$file"
done
