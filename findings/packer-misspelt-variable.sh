#!/usr/bin/env bash
# Question: does Packer refuse a value for a variable that no template declares, a misspelt one for example?
# Answer:   only on the command line: `-var` fails with status 1, `-var-file` prints a warning and goes on with status 0. So
#           a file may have more than each template declares, and a misspelt name in it is found by its variable's having
#           no value, or not at all where that has a default.
# Versions: Packer 1.6.6 (Debian 12), 2026-11-28. Needs no credentials.
# Depends:  packer/bake/make-image.ts, which gives every template all variables in one file
set -euo pipefail

for program in curl dpkg-deb; do
  command -v "$program" >/dev/null || { echo "$program is missing"; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
curl -fsSL -o packer.deb 'https://deb.debian.org/debian/pool/main/p/packer/packer_1.6.6+ds2-1+b1_amd64.deb' \
  || { echo 'Packer cannot be downloaded'; exit 2; }
dpkg-deb -x packer.deb .
PATH=$folder/usr/bin:$PATH
packer version </dev/null 2>/dev/null | sed -n 1p
export CHECKPOINT_DISABLE=1
cat >template.pkr.hcl <<'HCL'
variable "region" { default = "eu-west-1" }
source "null" "image" { communicator = "none" }
build { sources = ["source.null.image"] }
HCL
echo '{ "regoin": "us-east-1" }' >variables.pkrvars.json

output=$(packer validate -var-file=variables.pkrvars.json template.pkr.hcl 2>&1) || { echo "refused: $output"; exit 1; }
grep -q 'Warning: Undefined variable' <<<"$output" || { echo "no warning: $output"; exit 1; }
echo 'in a file: a warning, exit status 0'
if output=$(packer validate -var regoin=us-east-1 template.pkr.hcl 2>&1); then echo 'accepted on the command line'; exit 1; fi
grep -q 'Undefined -var variable' <<<"$output" || { echo "$output"; exit 1; }
echo 'on the command line: an error, exit status 1'
