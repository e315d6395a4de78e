import { CreateAliasCommand, CreateFunctionCommand, PublishVersionCommand } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';
import { ACCOUNT } from '../support/deployed-app';
import { expectSuccess, failedAction } from '../support/executions';
import { call, type FunctionsApp, OWN, snapshot, upload } from '../support/functions-app';

const OURS = 'acme-ours-test';

/** A function that a team's own stack has made. */
export function testExisting(app: () => FunctionsApp): void {
  test('a function that is there already is released, keeps its configuration, and is left alone by the stacks', async () => {
    const code = { 'index.mjs': 'export const handler = async () => process.env.LEVEL;\n' };
    const name = { FunctionName: OWN };
    await app().lambda.send(
      new CreateFunctionCommand({
        ...{ ...name, Runtime: 'nodejs22.x', Handler: 'index.handler', MemorySize: 512 },
        Role: `arn:aws:iam::${ACCOUNT}:role/acme-cards-test-card-function`,
        Environment: { Variables: { LEVEL: 'info' } },
        Code: { ZipFile: zipSync({ 'index.mjs': strToU8('// of the team') }) },
      }),
    );
    const refused = await upload(app(), 'ours', code);
    expect(await failedAction(app(), OURS, refused.ended.pipelineExecutionId ?? '')).toMatchObject({
      message: expect.stringContaining(
        `aws lambda create-alias --function-name ${OWN} --name live`,
      ) as string,
    });
    await app().lambda.send(new PublishVersionCommand(name));
    await app().lambda.send(new CreateAliasCommand({ ...name, Name: 'live', FunctionVersion: '1' }));
    const { ended } = await upload(app(), 'ours', code);
    await expectSuccess(app(), OURS, ended);
    expect(await call(app(), OWN)).toBe('info');
    const before = await snapshot(app(), OWN);
    expect(before).toMatchObject({ FunctionVersion: '2', MemorySize: 512 });
    await app().deploy(app().config({ memory: 512 }));
    expect(await snapshot(app(), OWN)).toEqual(before);
  });
}
