import type { LocalEndpoint } from '@pipeline-factory/local-endpoint';
import type { Terminal } from './terminal';

/**
 * Prints which grants of the pipelines' own roles no call needed: a grant that no rehearsal uses may be one that the
 * pipeline does not need.
 * @param roles ARNs
 */
export async function reportUnusedGrants(
  local: LocalEndpoint,
  roles: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const unused = await local.unusedGrants(roles);
  terminal.heading('Grants of the pipelines’ roles');
  if (unused.length === 0) terminal.line('  each was needed by a call of this rehearsal');
  for (const { roleArn, statement, actions, whole } of unused) {
    const role = roleArn.split('/').at(-1);
    const where = whole ? `statement ${statement}` : `in statement ${statement}`;
    terminal.line(`  ${role}: ${where} never needed ${actions.join(', ')}`);
  }
}
