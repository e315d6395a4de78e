import { runApproval } from '../../../bin/commands/approval';
import { runDiff } from '../../../bin/commands/diff';
import { runLogs } from '../../../bin/commands/logs';
import { runReleases } from '../../../bin/commands/releases';
import { runRollback } from '../../../bin/commands/rollback';
import { runStatus } from '../../../bin/commands/status';
import type { HistoryEntry } from '../../../bin/releases/history';
import type { DeployedApp } from './deployed-app';
import { outputOf } from './release-commands';

/**
 * Expects every command for releases to read a pipeline at rest and what it has released, whatever its kind, and none of them
 * to change anything.
 * @param pipeline its name, or the entry's where that is enough
 */
export async function expectCommandsRead(app: DeployedApp, pipeline: string): Promise<void> {
  const before = await history(app, pipeline);
  const serves = before.find((entry) => entry.serves);
  const execution = serves?.executionId ?? 'none';
  expect(before.filter((entry) => entry.serves)).toHaveLength(1);
  expect(serves?.version).toBeDefined();

  const status = await outputOf(app, (query, ...rest) => runStatus({ ...query, pipeline }, ...rest));
  expect(status).toEqual({ code: 0, text: expect.stringContaining(execution.slice(0, 8)) as string });

  const logs = await outputOf(app, (query, ...rest) => runLogs({ ...query, pipeline }, ...rest));
  expect(logs.code).toBe(0);
  expect(logs.text.split('\n').length).toBeGreaterThan(3);

  const unchanged = await outputOf(app, (query, ...rest) =>
    runDiff({ ...query, pipeline, execution }, ...rest),
  );
  expect(unchanged.code).toBe(0);

  const dryRun = await outputOf(app, (query, ...rest) =>
    runRollback({ ...query, pipeline, dryRun: true }, ...rest),
  );
  expect(dryRun.text).toMatch(/Nothing is done: this is a dry run|none is possible now: /);

  for (const answer of ['Approved', 'Rejected'] as const)
    expect(
      await outputOf(app, (query, ...rest) =>
        runApproval(answer, { ...query, pipeline, yes: true }, ...rest),
      ),
    ).toEqual({ code: 1, text: expect.stringMatching(/^nothing waits for approval of \S+: /) as string });

  expect(await history(app, pipeline)).toEqual(before);
}

/** What `releases --json` writes. */
async function history(app: DeployedApp, pipeline: string): Promise<readonly HistoryEntry[]> {
  const { code, text } = await outputOf(app, (query, ...rest) =>
    runReleases({ ...query, pipeline, limit: 10, json: true }, ...rest),
  );
  expect(code).toBe(0);
  return JSON.parse(text) as HistoryEntry[];
}

/** Approves what waits, as somebody does at a terminal who says yes. */
export async function approve(app: DeployedApp, pipeline: string): Promise<void> {
  const { code, text } = await app.until('The approval', async () => {
    const given = await outputOf(app, (query, ...rest) =>
      runApproval('Approved', { ...query, pipeline, yes: true, reason: 'Looks right' }, ...rest),
    );
    return given.text.startsWith('nothing waits') ? undefined : given;
  });
  expect(text).toContain('Approved. Execution ');
  expect(code).toBe(0);
}
