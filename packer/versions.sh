# What a bake installs where it is missing. The plugins of Packer are in template/plugins.pkr.hcl.
PACKER_VERSION=1.16.0
ANSIBLE_VERSION=2.21.5
# At least 1.2.764.0: https://docs.aws.amazon.com/systems-manager/latest/userguide/plugin-version-history.html
SESSION_MANAGER_PLUGIN_VERSION=1.2.896.0
