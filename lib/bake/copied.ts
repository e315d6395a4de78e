/** What of `packer/` every bake downloads, beside its program. */
export const COPIED = ['template', 'ansible', 'install.sh', 'versions.sh', 'vault-password.sh'];
