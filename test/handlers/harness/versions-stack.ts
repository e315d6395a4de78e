import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { ACCOUNT, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import { strToU8, zipSync } from 'fflate';
import type { FunctionSettings } from '../../../handlers/contract/lambda-settings';
import { type PipelineIdentity, pipelineName } from '../../../handlers/contract/names';

/** What a release makes of a function that a test does not configure. */
export const functionSettings = (identity: PipelineIdentity, name: string): FunctionSettings => ({
  functionName: `${pipelineName(identity)}-${name}`,
  code: `dist/${name}`,
  ...{ handler: 'index.handler', runtime: 'nodejs22.x', architecture: 'x86_64' },
  ...{ memory: 128, timeout: 3, environment: {} },
});

/** A role that everyone in the account may assume. */
export async function createRole(endpoint: Pick<TestEndpoint, 'client'>, RoleName: string): Promise<void> {
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [trust] });
  await new IAMClient(endpoint.client()).send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
}

/** As the stack makes it: a placeholder, of which version 1 is published, and the alias. */
export async function createFunction(client: LambdaClient, FunctionName: string): Promise<void> {
  await client.send(
    new CreateFunctionCommand({
      ...{ FunctionName, Runtime: 'nodejs22.x', Handler: 'index.handler', Publish: true },
      Role: `arn:aws:iam::${ACCOUNT}:role/function`,
      Code: { ZipFile: zipSync({ 'index.js': strToU8('// not released yet') }) },
    }),
  );
  await client.send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
}
