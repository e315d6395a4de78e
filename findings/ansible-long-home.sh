#!/usr/bin/env bash
# Question: does it matter to Ansible how long the path of HOME is?
# Answer:   yes. Its ssh connections share a socket below HOME, whose path may have at most 107 bytes. With a longer one
#           every host is "unreachable", after ssh has connected; the message names the path of the socket, not HOME.
#           ANSIBLE_SSH_CONTROL_PATH_DIR with a short path is the way out.
# Versions: ansible-core 2.14.18 (packages of Debian 12, Python 3.11), OpenSSH 9.2, 2026-11-28. Needs openssh-server; as
#           another user than root, an sshd that may be started by that user.
# Depends:  packer/bake/make-image.ts
set -euo pipefail

for program in curl dpkg-deb python3 ssh ssh-keygen; do
  command -v "$program" >/dev/null || { echo "$program is missing"; exit 2; }
done
[[ -x /usr/sbin/sshd ]] || { echo 'sshd is missing'; exit 2; }

folder=$(mktemp -d /tmp/finding-XXXX)
server=
trap '[[ -z $server ]] || kill "$server"; rm -rf "$folder"' EXIT
for package in a/ansible-core/ansible-core_2.14.18-0+deb12u2_all j/jinja2/python3-jinja2_3.1.2-1+deb12u3_all \
  m/markupsafe/python3-markupsafe_2.1.2-1+b1_amd64 p/pyyaml/python3-yaml_6.0-3+b2_amd64 \
  p/python-packaging/python3-packaging_23.0-1_all p/python-resolvelib/python3-resolvelib_0.9.0-2_all; do
  curl -fsSL -o "$folder/package.deb" "https://deb.debian.org/debian/pool/main/$package.deb" \
    || { echo "$package cannot be downloaded"; exit 2; }
  dpkg-deb -x "$folder/package.deb" "$folder"
done
export PYTHONPATH=$folder/usr/lib/python3/dist-packages PATH=$folder/usr/bin:$PATH
ansible() { python3 "$folder/usr/bin/ansible" "$@"; }
ansible --version >"$folder/version"
sed -n 1p "$folder/version"
mkdir -p /run/sshd
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
ssh-keygen -q -t ed25519 -N '' -f "$folder/key"
ssh-keygen -q -t ed25519 -N '' -f "$folder/host"
/usr/sbin/sshd -D -p "$port" -h "$folder/host" -o ListenAddress=127.0.0.1 -o StrictModes=no -o UsePAM=no \
  -o AuthorizedKeysFile="$folder/key.pub" -o PidFile="$folder/pid" -f /dev/null &
server=$!
sleep 1

ping() {
  HOME=$1 ANSIBLE_HOST_KEY_CHECKING=False ANSIBLE_SSH_CONTROL_PATH_DIR=$2 ansible all -i "127.0.0.1," \
    -m ansible.builtin.raw -a true -u "$(id -un)" -e "ansible_port=$port" --private-key "$folder/key" 2>&1
}

long=$folder/$(printf 'x%.0s' {1..100})
mkdir -p "$long"
if output=$(ping "$long" "$long/.ansible/cp"); then echo 'reached with a long HOME'; exit 1; fi
grep -q 'too long' <<<"$output" || { echo "$output"; exit 1; }
echo "a HOME of ${#long} characters: UNREACHABLE, $(grep -o '[^:]*too long' <<<"$output")"
ping "$long" "$folder/cp" >/dev/null || { echo 'not reached with a short path either'; exit 1; }
echo 'with a short ANSIBLE_SSH_CONTROL_PATH_DIR: reached'
