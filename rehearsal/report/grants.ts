import type { LocalEndpoint } from '@pipeline-factory/local-endpoint';
import type { Terminal } from './terminal';

/**
 * Tells which grants of the pipelines' own roles no call has needed: a grant that every rehearsal passes over is one that
 * the pipeline may not need.
 */
export async function reportGrants(
  local: LocalEndpoint,
  roles: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const unused = await local.unusedGrants(roles);
  terminal.heading('Grants of the pipelines’ roles');
  if (unused.length === 0) terminal.line('  each was needed by a call of this rehearsal');
  for (const { roleArn, statement, actions, whole } of unused) {
    const role = roleArn.split('/').at(-1);
    terminal.line(
      `  ${role}: ${whole ? `statement ${statement}` : `in statement ${statement}`} never needed ${actions.join(', ')}`,
    );
  }
}
