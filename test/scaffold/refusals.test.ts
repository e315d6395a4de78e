import { join } from 'node:path';
import { planSkeleton, USAGE } from '../../scaffold/plan';
import { Repository } from '../../scaffold/repository';

const plan = (...args: readonly string[]) => planSkeleton(new Repository(join(__dirname, '../..')), args);

it.each<{ args: readonly string[]; error: string }>([
  {
    args: ['lambda', 'x'],
    error: 'what to write must be one of kind, service, operation, action-function, got: lambda',
  },
  { args: ['kind'], error: 'kind takes NAME, got: none' },
  { args: ['operation', 'codepipeline'], error: 'operation takes SERVICE OPERATION, got: codepipeline' },
  { args: ['kind', 'FileDrop'], error: 'the name of a kind must be kebab-case' },
  { args: ['kind', 'file--drop'], error: 'got: file--drop' },
  { args: ['kind', '../file-drop'], error: 'got: ../file-drop' },
  {
    args: ['kind', 'class'],
    error: 'the name of a kind must not be a reserved word of TypeScript, got: class',
  },
  { args: ['action-function', 'warm_cache'], error: 'the name of an action function must be kebab-case' },
  { args: ['service', 'Athena'], error: 'the name of a service must be lower case' },
  {
    args: ['operation', 'codepipeline', 'listWebhooks'],
    error:
      "the name of an operation must be PascalCase, as in AWS's API reference, such as ListWebhooks, got: listWebhooks",
  },
  { args: ['kind', 'ecs-rolling'], error: 'a kind must not exist yet, got: lib/kinds/ecs-rolling' },
  { args: ['service', 'sqs'], error: 'a service must not exist yet, got: local-endpoint/services/sqs' },
  {
    args: ['action-function', 'scan-images'],
    error: 'an action function must not exist yet, got: handlers/scan-images',
  },
  {
    args: ['action-function', 'names'],
    error: 'an action function must not exist yet, got: handlers/contract/names.ts',
  },
  {
    args: ['operation', 'codepipeline', 'ListPipelines'],
    error: 'an operation must not exist yet, got: codepipeline:ListPipelines',
  },
  {
    args: ['operation', 'athena', 'ListWorkGroups'],
    error: 'the service must be one of local-endpoint/services/',
  },
  {
    args: ['operation', 'codepipeline', 'ListWebhook'],
    error: 'an operation must be one that @aws-sdk/client-codepipeline has, got: ListWebhook',
  },
])('$args is refused: $error', ({ args, error }) => {
  expect(() => plan(...args)).toThrow(error);
});

it('the usage has every command', () => {
  expect(USAGE).toContain('npm run new -- kind NAME');
  expect(USAGE).toContain('npm run new -- operation SERVICE OPERATION');
});

describe('an operation', () => {
  it('has the types and the client of the SDK', () => {
    const { created } = plan('operation', 'codepipeline', 'GetActionType');
    expect(created['local-endpoint/services/codepipeline/operations/get-action-type.ts']).toContain(
      'Operation<GetActionTypeInput, GetActionTypeOutput>',
    );
    expect(created['local-endpoint/test/codepipeline/get-action-type.test.ts']).toContain(
      "{ owner: 'example', provider: 'example', version: 'example' } as GetActionTypeInput",
    );
  });

  it.each([
    { service: 'cloudwatch', name: 'DescribeAlarmHistory', entry: 'operations: { DescribeAlarmHistory: ' },
    { service: 'logs', name: 'GetLogEvents', entry: 'create: () => ({ operations: { GetLogEvents: ' },
    { service: 'codebuild', name: 'ListSharedProjects', entry: 'ListSharedProjects: listSharedProjects()' },
    { service: 'ecs', name: 'ListAttributes', entry: 'ListAttributes: listAttributes()' },
    { service: 's3', name: 'GetBucketTagging', entry: 'GetBucketTagging: getBucketTagging()' },
    { service: 'cloudformation', name: 'ListTypes', entry: 'ListTypes: listTypes()' },
  ])('is entered into $service, whatever its service.ts is like', ({ service, name, entry }) => {
    const { changed = {} } = plan('operation', service, name);
    expect(changed[`local-endpoint/services/${service}/service.ts`]).toContain(entry);
  });

  it('gives a service without permissions a file of them', () => {
    const { created, changed = {} } = plan('operation', 'cloudtrail', 'LookupEvents');
    expect(created['local-endpoint/services/cloudtrail/permissions.ts']).toContain(
      'LookupEvents: requires(anyResource)',
    );
    expect(changed['local-endpoint/services/cloudtrail/service.ts']).not.toContain('permissions: {}');
  });

  it('keeps a permission that is there already', () => {
    const { changed = {} } = plan('operation', 'codepipeline', 'GetActionType');
    expect(changed['local-endpoint/services/codepipeline/permissions.ts']).not.toContain(
      'requires(anyResource)',
    );
  });
});
