/** Names of variables whose values nobody prints. */
const SECRET_NAME =
  /secret|passw|passphrase|pwd|token|credential|private|signature|auth|api_?key|access_?key|(^|[._-])(key|dsn|pin|salt|cert)$|connection_?string|database_?url/i;

/** Values that hold a secret whatever the name is: an argument with one, a URL with a password, keys. */
const SECRET_VALUE =
  /(passw(or)?d|secret|token|api[-_]?key)["']?\s*[=:]|:\/\/[^/\s:@]+:[^/\s@]+@|-----BEGIN|\b(AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20}|\beyJ[\w-]{10,}\./i;

/** Fields that name where a secret is kept, not what it is. */
const REFERENCE = /\.(secrets|repositoryCredentials)\./;

/**
 * Whether the value of a field may be a secret. It is asked of values that people type into settings, where a name is all
 * there is to go by: in doubt it is one.
 * @param field its path, whose last part is its name
 */
export function isSecret(field: string, value: string): boolean {
  if (REFERENCE.test(`.${field}`)) return false;
  const isVariable = /(^|\.)environment\./.test(field) || /labels|options|userdata/i.test(field);
  return (
    (isVariable && SECRET_NAME.test(field.slice(field.lastIndexOf('.') + 1))) || SECRET_VALUE.test(value)
  );
}
