#!/usr/bin/env bash
# Question: is `volume_type = "gp3"` enough for a volume of Packer's amazon builder, as it is for EC2?
# Answer:   no. Packer 1.6.6 refuses it without `throughput`, and with `throughput` alone it asks for `iops`; EC2 has
#           defaults for both (125 and 3000). A template that is to be valid everywhere names all three.
# Versions: Packer 1.6.6 (Debian 12), 2026-11-28. Needs no credentials.
# Depends:  packer/template/image.pkr.hcl
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

validate() {
  cat >image.pkr.hcl <<HCL
source "amazon-ebs" "image" {
  region                 = "eu-west-1"
  skip_region_validation = true
  ami_name               = "name"
  source_ami             = "ami-1"
  instance_type          = "t3.small"
  ssh_username           = "user"
  launch_block_device_mappings {
    device_name = "/dev/xvda"
    volume_type = "gp3"
    $1
  }
}
build { sources = ["source.amazon-ebs.image"] }
HCL
  AWS_ACCESS_KEY_ID=a AWS_SECRET_ACCESS_KEY=b CHECKPOINT_DISABLE=1 packer validate image.pkr.hcl 2>&1
}

expect_refusal() {
  local output
  if output=$(validate "$1"); then echo "accepted: gp3 ${1:-alone}"; exit 1; fi
  grep -q "$2" <<<"$output" || { echo "$output"; exit 1; }
  echo "gp3 ${1:-alone}: $(grep "$2" <<<"$output")"
}

expect_refusal '' 'Throughput must be between'
expect_refusal 'throughput = 125' 'IOPS must be between'
validate $'throughput = 125\n    iops = 3000' >/dev/null || { echo 'refused: gp3 with both'; exit 1; }
echo 'gp3 with both: valid'
