import { randomUUID } from 'node:crypto';
import { AwsError } from '../../../local-endpoint/kit/aws-error';
import { publishing } from '../harness/publishing';
import { type VersionsJob, versionsHarness } from '../harness/versions-harness';

const harness = versionsHarness([
  'lambda:GetFunctionConfiguration',
  'lambda:PublishVersion',
  'lambda:UpdateFunctionCode',
]);
const { built, failure, play, publish } = publishing(harness);

describe('while Lambda is not done', () => {
  /** Has Lambda report a status of `$LATEST` so many times. */
  const report = (status: object, times: number) =>
    harness.endpoint.answer('lambda:GetFunctionConfiguration', async (_, { caller, forward }) => {
      if (!caller.roleArn || times-- <= 0) return undefined;
      return { ...((await forward?.()) as object), ...status };
    });

  test.each<{ readonly status: Readonly<Record<string, string>> }>([
    { status: { State: 'Pending', StateReason: 'The function is being created.' } },
    { status: { LastUpdateStatus: 'InProgress' } },
  ])('changes nothing and is invoked again: $status', async ({ status }) => {
    report(status, 2);
    const job = harness.job('publish-versions', { artifact: await built(1) });
    const first = await harness.invoke(job);
    expect(first).toMatchObject({
      continuationToken: expect.stringContaining(Object.values(status).at(0) ?? '') as string,
    });
    expect(harness.changes()).toEqual([]);
    const continuationToken = first?.kind === 'success' ? first.continuationToken : '';
    const { result, looks } = await play({ ...job, id: randomUUID(), continuationToken });
    expect(result).toMatchObject({ outputVariables: { api: '2' } });
    expect(looks).toBe(2);
  });

  test('fails with the reason of Lambda where the function could not be made', async () => {
    report({ State: 'Failed', StateReason: 'The image is gone' }, 1);
    expect(await failure(await built(1))).toContain('State Failed, The image is gone');
  });

  test('fails with the reason of Lambda where the update that is wanted failed', async () => {
    const artifact = await built(1);
    await publish(artifact);
    report({ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'No address is left' }, 1);
    const { result } = await play(harness.job('publish-versions', { artifact, executionId: 'e2' }));
    expect(result).toMatchObject({
      failureDetails: { message: expect.stringContaining('Failed, No address is left') as string },
    });
  });

  /** Has Lambda begin to update the code, and invokes the function until then. @returns the job that follows */
  async function beginUpdate(): Promise<VersionsJob> {
    harness.endpoint.answer('lambda:UpdateFunctionCode', async (_, { forward }) => ({
      ...((await forward?.()) as object),
      LastUpdateStatus: 'InProgress',
    }));
    const job = harness.job('publish-versions', { artifact: await built(1) });
    const result = await harness.invoke(job);
    const continuationToken = result?.kind === 'success' ? result.continuationToken : '';
    expect(continuationToken).toContain('LastUpdateStatus InProgress');
    harness.proxy.heal();
    return { ...job, id: randomUUID(), continuationToken };
  }

  test('goes on when Lambda is, and does not read the code and the alias again', async () => {
    const result = await harness.invoke(await beginUpdate());
    expect(result).toMatchObject({ outputVariables: { api: '2', SUMMARY: 'api 2 (serves 1): code' } });
    expect(harness.changes()).toEqual(['UpdateFunctionCode', 'PublishVersion']);
    // Confirms the job, reads $LATEST, publishes, reads what serves, sends the result.
    expect(harness.proxy.calls).toBe(5);
  });

  test('fails with the reason of Lambda where its own update failed', async () => {
    const job = await beginUpdate();
    report({ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'The key is gone', CodeSha256: 'old' }, 1);
    expect(await harness.invoke(job)).toMatchObject({
      failureDetails: { message: expect.stringContaining('Failed, The key is gone') as string },
    });
  });

  test('waits for a change that somebody makes', async () => {
    let times = 1;
    harness.endpoint.answer('lambda:UpdateFunctionCode', () => {
      if (times-- > 0) throw new AwsError('ResourceConflictException', 'An update is in progress', 409);
      return undefined;
    });
    const { result, looks } = await play(harness.job('publish-versions', { artifact: await built(1) }));
    expect(result).toMatchObject({ outputVariables: { api: '2' } });
    expect(looks).toBe(2);
  });

  test('overcomes an update of before that failed', async () => {
    report({ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'No address is left' }, 1);
    expect((await publish(await built(1))).api).toBe('2');
  });

  test('waits for a version that is not ready, also while Lambda does not show it yet', async () => {
    harness.endpoint.answer('lambda:PublishVersion', async (_, { forward }) => ({
      ...((await forward?.()) as object),
      State: 'Pending',
    }));
    const shown = ['none', 'Pending'];
    harness.endpoint.answer('lambda:GetFunctionConfiguration', async ({ Qualifier }, { forward }) => {
      const State = Qualifier === '2' ? shown.shift() : undefined;
      if (State === 'none') throw new AwsError('ResourceNotFoundException', 'Function not found', 404);
      return State && { ...((await forward?.()) as object), State };
    });
    const { result, looks } = await play(harness.job('publish-versions', { artifact: await built(1) }));
    expect(result).toMatchObject({ outputVariables: { api: '2' } });
    expect(looks).toBe(3);
  });

  test('looks again where someone has changed the function since it looked', async () => {
    let times = 1;
    harness.endpoint.answer('lambda:PublishVersion', () => {
      if (times-- > 0) throw new AwsError('PreconditionFailedException', 'The revision is another', 412);
      return undefined;
    });
    const { result, looks } = await play(harness.job('publish-versions', { artifact: await built(1) }));
    expect(result).toMatchObject({ outputVariables: { api: '2' } });
    expect(looks).toBe(2);
  });
});
