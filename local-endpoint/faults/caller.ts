import { nameOfArn, parseArn } from '../kit/arn';
import type { Caller } from '../kit/operation';

/** The caller of those who have no role. */
export const ROOT = 'root';

/**
 * Whether a rule is for a caller.
 * @param from undefined is for whoever calls over a connection
 * @param isInProcess whether the call came without one
 */
export function isFrom(caller: Caller, from: string | undefined, isInProcess: boolean): boolean {
  if (from === undefined) return !isInProcess;
  const { role, others } = namesOf(caller);
  if (role === undefined && others.includes(ROOT) && isInProcess) return false; // the endpoint's services call each other so
  const [roleWanted, sessionWanted] = from.split('/');
  if (sessionWanted === undefined) return [role, ...others].some((name) => isNamed(name, from));
  return isNamed(role, roleWanted) && others.some((name) => isNamed(name, sessionWanted));
}

/** How a rule can name a caller, the most exact way. */
export function callerName(caller: Caller): string {
  const { role, others } = namesOf(caller);
  return role === undefined ? (others[0] ?? '') : `${role}/${others[0] ?? ''}`;
}

const isNamed = (name: string | undefined, wanted: string | undefined): boolean =>
  wanted !== undefined && (name === wanted || name?.endsWith(`-${wanted}`) === true);

/** Of a session its role, and as others a function's name, where it is the function's own, and the session's. */
function namesOf({ arn, roleArn, servicePrincipal, sourceArn }: Caller): { role?: string; others: string[] } {
  if (servicePrincipal) return { others: [servicePrincipal.split('.')[0] ?? servicePrincipal] };
  if (!roleArn) return { others: [ROOT] };
  return { role: nameOfArn(roleArn), others: [...functionName(sourceArn), arn.split('/').at(-1) ?? ''] };
}

function functionName(sourceArn: string | undefined): string[] {
  const [kind, name] = parseArn(sourceArn)?.resource.split(':') ?? [];
  return kind === 'function' && name ? [name] : [];
}
