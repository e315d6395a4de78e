#!/usr/bin/env bash
# Links into the folder $1 what a bake needs, and installs what this machine lacks: Packer, Ansible and the plugin of
# Session Manager, each of its pinned version. Runs in CodeBuild's Amazon Linux images, as root.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
bin=$1
. "$here/versions.sh"
mkdir -p "$bin"

# The file `packer` of Amazon Linux's cracklib is another program, which waits for its input.
has_packer() {
  local version
  version=$(packer version </dev/null 2>/dev/null) && [[ $version == Packer\ v* ]]
}

install_packer() {
  dnf install -y -q 'dnf-command(config-manager)'
  dnf config-manager --add-repo https://rpm.releases.hashicorp.com/AmazonLinux/hashicorp.repo
  dnf install -y -q "packer-$PACKER_VERSION"
  ln -sf /usr/bin/packer "$bin/packer"
}

# An image may bring a version that Session Manager does not support any more.
has_session_manager_plugin() {
  local version
  version=$(session-manager-plugin --version 2>/dev/null) &&
    printf '%s\n' "$SESSION_MANAGER_PLUGIN_VERSION" "$version" | sort --version-sort --check=quiet
}

install_session_manager_plugin() {
  local platform=linux_64bit
  if [[ $(uname -m) == aarch64 ]]; then platform=linux_arm64; fi
  dnf install -y -q \
    "https://s3.amazonaws.com/session-manager-downloads/plugin/$SESSION_MANAGER_PLUGIN_VERSION/$platform/session-manager-plugin.rpm"
}

install_ansible() {
  python3 -m venv "$bin/ansible"
  "$bin/ansible/bin/pip" install --quiet --disable-pip-version-check "ansible-core==$ANSIBLE_VERSION"
  ln -sf "$bin"/ansible/bin/ansible* "$bin"
}

export PATH="$bin:$PATH"
has_packer || install_packer
has_session_manager_plugin || install_session_manager_plugin
command -v ansible-playbook >/dev/null || install_ansible
session-manager-plugin --version
