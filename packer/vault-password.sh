#!/bin/sh
# Ansible runs this for the password of its vault, so that no file holds it: CodeBuild takes it from Secrets Manager.
printf '%s\n' "$VAULT_PASSWORD"
