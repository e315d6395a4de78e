import { join } from 'node:path';
import { runDiff } from '../../../bin/commands/diff';
import { runRollback } from '../../../bin/commands/rollback';
import { runStatus } from '../../../bin/commands/status';
import { GitClone } from '../../../rehearsal/git/clone';
import { endedExecution, expectSuccess } from '../support/executions';
import { expectCommandsRead } from '../support/expect-commands';
import { call, type FunctionsApp, recordOf, snapshot, versionsOf } from '../support/functions-app';
import { outputOf } from '../support/release-commands';

/** The example of the repository, released to one environment. */
const QUOTES = join(__dirname, '../../../examples/quotes');
const PIPELINE = 'acme-quotes-test';
const FUNCTION = `${PIPELINE}-api`;

const OTHER_QUOTES = `export interface Quote { readonly author: string; readonly text: string }
export const quoteOf = (date: Date): Quote => ({ author: date.toISOString().slice(0, 10), text: 'Less is more.' });
`;

/** A function whose code is built of commits. */
export function testFromCommits(app: () => FunctionsApp): void {
  let quotes: GitClone;

  beforeAll(async () => {
    const { local } = app();
    quotes = await GitClone.create(local.folder, QUOTES, 'main', [`${local.url}/git/acme/quotes.git`]);
  });

  /** Pushes what was written, and expects it to be released. @returns the id of the execution */
  async function release(message: string): Promise<string> {
    const commit = await quotes.commit(message);
    await quotes.push();
    const ended = await endedExecution(
      app(),
      PIPELINE,
      `a release of ${commit}`,
      ({ sourceRevisions = [] }) => sourceRevisions.some(({ revisionId }) => revisionId === commit),
    );
    await expectSuccess(app(), PIPELINE, ended);
    return ended.pipelineExecutionId ?? '';
  }

  test('until something is released the alias answers with an error that says so', async () => {
    expect((await call(app(), FUNCTION)).errorMessage).toContain(
      `Nothing is released yet: pipeline ${PIPELINE}`,
    );
  });

  test('a push is checked, built and published, and the alias answers with it', async () => {
    const executionId = await release('The first version');
    expect(await call(app(), FUNCTION)).toMatchObject({ statusCode: 200 });
    const now = await snapshot(app(), FUNCTION);
    expect(now).toMatchObject({ FunctionVersion: '2', MemorySize: 256, Handler: 'index.handler' });
    expect((await recordOf(app(), 'quotes')).serving).toMatchObject({
      type: 'lambda',
      alias: 'live',
      functions: { api: { functionName: FUNCTION, version: '2', codeSha256: now.CodeSha256 } },
      pipelineExecutionId: executionId,
    });
  });

  test('a commit that changes no code publishes no version', async () => {
    const before = await versionsOf(app(), FUNCTION);
    await quotes.write('NOTES.md', 'Nothing of this is deployed.\n');
    await release('A note');
    expect(await versionsOf(app(), FUNCTION)).toEqual(before);
    expect((await snapshot(app(), FUNCTION)).FunctionVersion).toBe('2');
  });

  test('deployed again with more memory, the stacks change nothing of the function; the next release does', async () => {
    const before = await snapshot(app(), FUNCTION);
    await app().deploy(app().config({ memory: 512 }));
    expect(await snapshot(app(), FUNCTION)).toEqual(before);
    await quotes.write('NOTES.md', 'Nor is this.\n');
    await release('Another note');
    expect(await snapshot(app(), FUNCTION)).toMatchObject({ FunctionVersion: '3', MemorySize: 512 });
  });

  test('status and rollback know what the alias names', async () => {
    await quotes.write('src/api/quotes.ts', OTHER_QUOTES);
    const executionId = await release('Another quote');
    expect(JSON.parse((await call(app(), FUNCTION)).body ?? '{}')).toMatchObject({
      text: 'Less is more.',
      version: '4',
    });
    const shown = await outputOf(app(), (query, out, tools) =>
      runStatus({ ...query, pipeline: PIPELINE }, out, tools),
    );
    expect(shown.text).toContain(`version 4 of ${FUNCTION}, alias live`);
    const went = await outputOf(app(), (query, out, tools) =>
      runRollback({ ...query, pipeline: 'quotes' }, out, tools),
    );
    expect(went.text).toContain('alias live of api goes to version 3');
    expect(went.text).toContain(`✓ version 3 of ${FUNCTION}`);
    expect(went.code).toBe(0);
    expect((await snapshot(app(), FUNCTION)).FunctionVersion).toBe('3');
    const differs = await outputOf(app(), (query, out, tools) =>
      runDiff({ ...query, pipeline: PIPELINE, execution: executionId }, out, tools),
    );
    expect(differs.text).toMatch(/~ api\.version: 3 .* 4/);
    expect(differs.text).toContain('api.code');
    expect(differs.text).not.toContain('api.memory');
  });

  test('every command reads a pipeline that publishes versions of functions', () =>
    expectCommandsRead(app(), PIPELINE));
}
