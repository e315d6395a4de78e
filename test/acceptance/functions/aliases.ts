import { RollbackStageCommand } from '@aws-sdk/client-codepipeline';
import { runRollback } from '../../../bin/commands/rollback';
import { runStatus } from '../../../bin/commands/status';
import { endedExecution, expectSuccess, failedAction } from '../support/executions';
import { call, type FunctionsApp, upload, versionsOf } from '../support/functions-app';
import { outputOf } from '../support/release-commands';

/** Environments that are aliases of one function, and an alias on `$LATEST`. */
export function testAliases(app: () => FunctionsApp): void {
  test('environments that are aliases release one function, and keep what the other ones serve', async () => {
    const FunctionName = 'acme-notes-note';
    const note = async (environment: string, text: string) => {
      const code = `export const handler = async () => process.env.STAGE + " ${text}";\n`;
      const pipeline = `acme-notes-${environment}`;
      const { ended } = await upload(app(), 'notes', { 'index.mjs': code }, environment);
      await expectSuccess(app(), pipeline, ended);
    };
    await note('next', 'one');
    for (const text of ['two', 'three', 'four']) await note('test', text);
    expect(await call(app(), FunctionName, 'next')).toBe('next one');
    expect(await call(app(), FunctionName, 'test')).toBe('test four');
    expect(await versionsOf(app(), FunctionName)).toEqual(['$LATEST', '1', '2', '4', '5']);
    const went = await outputOf(app(), (query, out, tools) =>
      runRollback({ ...query, pipeline: 'acme-notes-test' }, out, tools),
    );
    expect(went.code).toBe(0);
    expect(await call(app(), FunctionName, 'test')).toBe('test three');
    expect(await call(app(), FunctionName, 'next')).toBe('next one');
  });

  test('an alias on $LATEST answers with what is released at once, and rollback says that there is none', async () => {
    const DRAFTS = 'acme-drafts-test';
    const draft = (text: string) =>
      upload(app(), 'drafts', { 'index.mjs': `export const handler = async () => "${text}";\n` });
    const first = await draft('a draft');
    await expectSuccess(app(), DRAFTS, first.ended);
    const second = await draft('another draft');
    await expectSuccess(app(), DRAFTS, second.ended);
    expect(await call(app(), `${DRAFTS}-draft`)).toBe('another draft');
    expect(await versionsOf(app(), `${DRAFTS}-draft`)).toEqual(['$LATEST']);
    const run = (command: typeof runStatus | typeof runRollback) =>
      outputOf(app(), (query, out, tools) => command({ ...query, pipeline: DRAFTS }, out, tools));
    expect((await run(runStatus)).text).toContain(`$LATEST of ${DRAFTS}-draft, alias live`);
    const went = await run(runRollback);
    expect(went.code).toBe(1);
    expect(went.text).toContain('A release to $LATEST has no rollback');
    const { pipelineExecutionId: targetPipelineExecutionId } = first.ended;
    const { pipelineExecutionId = '' } = await app().clients.codePipeline.send(
      new RollbackStageCommand({ pipelineName: DRAFTS, stageName: 'Deploy', targetPipelineExecutionId }),
    );
    const ended = await endedExecution(
      app(),
      DRAFTS,
      'the rollback',
      (one) => one.pipelineExecutionId === pipelineExecutionId,
    );
    expect(ended.status).toBe('Failed');
    expect(await failedAction(app(), DRAFTS, pipelineExecutionId)).toMatchObject({
      action: 'PublishVersions',
      message: expect.stringContaining('release the former commit or code again') as string,
    });
    expect(await call(app(), `${DRAFTS}-draft`)).toBe('another draft');
  });
}
