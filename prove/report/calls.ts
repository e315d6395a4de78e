import type { RecordedCall, RecordedRelease } from '../run/record';

/** Services whose names in IAM actions are not the ends of the names of their SDK packages. */
const PREFIXES: Readonly<Record<string, string>> = {
  'auto-scaling': 'autoscaling',
  'elastic-load-balancing-v2': 'elasticloadbalancing',
};

/**
 * The calls that functions make without faults, as Markdown: a heading a function, and an entry for each invocation that
 * makes other calls than those before, with the role that makes them.
 */
export function listCalls(releases: readonly RecordedRelease[]): string {
  const invocations = releases.flatMap(({ invocations: all, scenario }) =>
    all.map((one) => ({ ...one, scenario: scenario.name })),
  );
  const actions = [...new Set(invocations.map(({ invocation: { action } }) => action))];
  return actions
    .map((action) => {
      const scenarios = new Map<string, Set<string>>();
      for (const { invocation, calls, scenario } of invocations)
        if (invocation.action === action) {
          const text = sequence(calls);
          scenarios.set(text, (scenarios.get(text) ?? new Set()).add(scenario));
        }
      const entries = [...scenarios].map(
        ([text, names], at) => `${at + 1}. (${[...names].join(', ')}) ${text}`,
      );
      return [`### \`${action}\``, '', ...entries].join('\n');
    })
    .join('\n\n');
}

/** Calls in order, those of one role together, and the same one after the other once. */
function sequence(calls: readonly RecordedCall[]): string {
  const parts: { readonly role: string; readonly names: { name: string; count: number }[] }[] = [];
  for (const { attempt } of calls) {
    const role = roleOf(attempt.role);
    const name = `${PREFIXES[attempt.service] ?? attempt.service}:${attempt.operation}`;
    if (parts.at(-1)?.role !== role) parts.push({ role, names: [] });
    const last = parts.at(-1)?.names.at(-1);
    if (last?.name === name) last.count += 1;
    else parts.at(-1)?.names.push({ name, count: 1 });
  }
  return parts
    .map(
      ({ role, names }) =>
        `**${role}:** ${names.map(({ name, count }) => `\`${name}\`${count > 1 ? ` × ${count}` : ''}`).join(', ')}`,
    )
    .join('; ');
}

/** @param role ARN, or `job` */
const roleOf = (role: string | undefined): string => {
  if (role === undefined) return 'own role';
  if (role === 'job') return 'job’s credentials';
  return role.endsWith('-deploy') ? 'CodeDeploy’s role' : 'pipeline’s role';
};
