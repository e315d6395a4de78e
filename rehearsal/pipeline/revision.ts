const COMMIT = /^[0-9a-f]{40}$/;

/** A commit, digest or version as people quote it: as short as it can still be recognized. */
export function shortRevision(revision: string): string {
  if (revision.startsWith('sha256:')) return revision.slice(0, 'sha256:'.length + 12);
  return COMMIT.test(revision) ? revision.slice(0, 7) : revision;
}
