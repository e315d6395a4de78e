# What a bake installs where it is missing. The plugins of Packer are in template/plugins.pkr.hcl.
PACKER_VERSION=1.16.0
ANSIBLE_VERSION=2.21.5
SESSION_MANAGER_PLUGIN_VERSION=1.2.707.0
