import type { TriedGrant } from './tried-grants';

/** In one sentence: which grant was missing, and what failed. */
export function describeTried({ role, action, resource, failed, missed = [], message }: TriedGrant): string {
  const reason = message ? `: ${message}` : '';
  const outcome = failed ? `${failed} failed${reason}` : missed.join('; ') || 'nothing failed';
  return `${role} lacked ${action} on ${resource}: ${outcome}`;
}
