import { AT, call, KEY, requiredPermissions, ROLE } from './support/required-permissions';

const { needs, requiredOf } = requiredPermissions();
const LISTENER = `arn:aws:elasticloadbalancing:${AT}:listener/app/a/1/2`;

const task = { family: 'f', taskRoleArn: ROLE, executionRoleArn: ROLE };
const fromLambda = `arn:aws:lambda:${AT}:function:f`;

it.each<{ operation: string; input: object; expected: string[] }>([
  {
    operation: 'codebuild:StartBuild',
    input: { projectName: 'p' },
    expected: [`codebuild:StartBuild arn:aws:codebuild:${AT}:project/p`],
  },
  {
    operation: 'codebuild:BatchGetBuilds',
    input: { ids: ['p:1', `arn:aws:codebuild:${AT}:build/p:2`] },
    expected: [`codebuild:BatchGetBuilds arn:aws:codebuild:${AT}:project/p`],
  },
  {
    operation: 'codebuild:CreateProject',
    input: { name: 'p', serviceRole: ROLE },
    expected: [`codebuild:CreateProject arn:aws:codebuild:${AT}:project/p`, `iam:PassRole ${ROLE}`],
  },
  {
    operation: 'codebuild:BatchPutTestCases',
    input: { reportArn: `arn:aws:codebuild:${AT}:report/g:1` },
    expected: [`codebuild:BatchPutTestCases arn:aws:codebuild:${AT}:report-group/g`],
  },
  {
    operation: 'secretsmanager:GetSecretValue',
    input: { SecretId: 's' },
    expected: [`secretsmanager:GetSecretValue arn:aws:secretsmanager:${AT}:secret:s-AbCdEf`],
  },
  {
    operation: 'ecr:PutImage',
    input: { repositoryName: 'r' },
    expected: [`ecr:PutImage arn:aws:ecr:${AT}:repository/r`],
  },
  { operation: 'ecr:GetAuthorizationToken', input: {}, expected: ['ecr:GetAuthorizationToken *'] },
  {
    operation: 'ecr:BatchGetImage',
    input: { repositoryName: 'r', registryId: '222222222222' },
    expected: ['ecr:BatchGetImage arn:aws:ecr:ap-northeast-1:222222222222:repository/r'],
  },
  {
    operation: 'ecs:DescribeServices',
    input: { cluster: 'c', services: ['s'] },
    expected: [`ecs:DescribeServices arn:aws:ecs:${AT}:service/c/s`],
  },
  {
    operation: 'ecs:DescribeServices',
    input: { cluster: `arn:aws:ecs:${AT}:cluster/c`, services: [`arn:aws:ecs:${AT}:service/c/s`] },
    expected: [`ecs:DescribeServices arn:aws:ecs:${AT}:service/c/s`],
  },
  {
    operation: 'ecs:UpdateServicePrimaryTaskSet',
    input: { cluster: 'c', service: 's', primaryTaskSet: 't' },
    expected: [`ecs:UpdateServicePrimaryTaskSet arn:aws:ecs:${AT}:service/c/s`],
  },
  {
    operation: 'ecs:CreateTaskSet',
    input: { cluster: 'c', service: 's' },
    expected: [`ecs:CreateTaskSet arn:aws:ecs:${AT}:task-set/c/s/*`],
  },
  {
    operation: 'ecs:CreateTaskSet',
    input: { cluster: 'c', service: 's', taskDefinition: 'web:3' },
    expected: [
      `ecs:CreateTaskSet arn:aws:ecs:${AT}:task-set/c/s/*`,
      'iam:PassRole arn:aws:iam::111111111111:role/task',
    ],
  },
  {
    operation: 'ecs:DeleteTaskSet',
    input: { cluster: 'c', service: 's', taskSet: `arn:aws:ecs:${AT}:task-set/c/s/ecs-svc/1` },
    expected: [`ecs:DeleteTaskSet arn:aws:ecs:${AT}:task-set/c/s/1`],
  },
  {
    operation: 'ecs:ListTasks',
    input: { cluster: 'c', serviceName: 's' },
    expected: [`ecs:ListTasks arn:aws:ecs:${AT}:container-instance/c/*`],
  },
  {
    operation: 'ecs:RegisterTaskDefinition',
    input: task,
    expected: [`ecs:RegisterTaskDefinition arn:aws:ecs:${AT}:task-definition/f:*`, `iam:PassRole ${ROLE}`],
  },
  {
    operation: 'ecs:RegisterTaskDefinition',
    input: { family: 'f', tags: [{ key: 'a', value: 'b' }] },
    expected: [
      `ecs:RegisterTaskDefinition arn:aws:ecs:${AT}:task-definition/f:*`,
      `ecs:TagResource arn:aws:ecs:${AT}:task-definition/f:*`,
    ],
  },
  {
    operation: 'codepipeline:StartPipelineExecution',
    input: { name: 'p' },
    expected: [`codepipeline:StartPipelineExecution arn:aws:codepipeline:${AT}:p`],
  },
  {
    operation: 'codepipeline:RollbackStage',
    input: { pipelineName: 'p', stageName: 's' },
    expected: [`codepipeline:RollbackStage arn:aws:codepipeline:${AT}:p/s`],
  },
  {
    operation: 'codepipeline:PutApprovalResult',
    input: { pipelineName: 'p', stageName: 's', actionName: 'a' },
    expected: [`codepipeline:PutApprovalResult arn:aws:codepipeline:${AT}:p/s/a`],
  },
  {
    operation: 'codepipeline:PutJobSuccessResult',
    input: { jobId: 'j' },
    expected: ['codepipeline:PutJobSuccessResult *'],
  },
  {
    operation: 'codepipeline:CreatePipeline',
    input: { pipeline: { name: 'p', roleArn: ROLE } },
    expected: [`codepipeline:CreatePipeline arn:aws:codepipeline:${AT}:p`, `iam:PassRole ${ROLE}`],
  },
  {
    operation: 'codedeploy:CreateDeployment',
    input: { applicationName: 'a', deploymentGroupName: 'g', deploymentConfigName: 'c' },
    expected: [
      `codedeploy:CreateDeployment arn:aws:codedeploy:${AT}:deploymentgroup:a/g`,
      `codedeploy:RegisterApplicationRevision arn:aws:codedeploy:${AT}:application:a`,
      `codedeploy:GetDeploymentConfig arn:aws:codedeploy:${AT}:deploymentconfig:c`,
    ],
  },
  {
    operation: 'codedeploy:GetDeployment',
    input: { deploymentId: 'd-1' },
    expected: [`codedeploy:GetDeployment arn:aws:codedeploy:${AT}:deploymentgroup:app/group`],
  },
  {
    operation: 'codedeploy:GetDeploymentConfig',
    input: { deploymentConfigName: 'c' },
    expected: [`codedeploy:GetDeploymentConfig arn:aws:codedeploy:${AT}:deploymentconfig:c`],
  },
  {
    operation: 'codedeploy:RegisterApplicationRevision',
    input: { applicationName: 'a' },
    expected: [`codedeploy:RegisterApplicationRevision arn:aws:codedeploy:${AT}:application:a`],
  },
  {
    operation: 'elasticloadbalancing:ModifyListener',
    input: { ListenerArn: LISTENER },
    expected: [`elasticloadbalancing:ModifyListener ${LISTENER}`],
  },
  {
    operation: 'elasticloadbalancing:DescribeTargetHealth',
    input: { TargetGroupArn: 't' },
    expected: ['elasticloadbalancing:DescribeTargetHealth *'],
  },
  {
    operation: 'cloudwatch:DescribeAlarms',
    input: { AlarmNames: ['a'] },
    expected: [`cloudwatch:DescribeAlarms arn:aws:cloudwatch:${AT}:alarm:a`],
  },
  {
    operation: 'cloudwatch:DescribeAlarms',
    input: {},
    expected: [`cloudwatch:DescribeAlarms arn:aws:cloudwatch:${AT}:alarm:*`],
  },
  {
    operation: 'logs:PutLogEvents',
    input: { logGroupName: '/g', logStreamName: 's' },
    expected: [`logs:PutLogEvents arn:aws:logs:${AT}:log-group:/g:log-stream:s`],
  },
  {
    operation: 'logs:CreateLogGroup',
    input: { logGroupName: '/g' },
    expected: [`logs:CreateLogGroup arn:aws:logs:${AT}:log-group:/g:*`],
  },
  {
    operation: 'ssm:GetParameter',
    input: { Name: '/a/b:3' },
    expected: [`ssm:GetParameter arn:aws:ssm:${AT}:parameter/a/b`],
  },
  {
    operation: 'ssm:GetParameter',
    input: { Name: '/aws/service/a/b:3' },
    expected: ['ssm:GetParameter arn:aws:ssm:ap-northeast-1::parameter/aws/service/a/b'],
  },
  {
    operation: 'ssm:GetParameters',
    input: { Names: ['a', '/b'] },
    expected: [
      `ssm:GetParameters arn:aws:ssm:${AT}:parameter/a`,
      `ssm:GetParameters arn:aws:ssm:${AT}:parameter/b`,
    ],
  },
  {
    operation: 'lambda:Invoke',
    input: { FunctionName: 'f' },
    expected: [`lambda:InvokeFunction ${fromLambda}`],
  },
  {
    operation: 'lambda:Invoke',
    input: { FunctionName: 'f:live' },
    expected: [`lambda:InvokeFunction ${fromLambda}:live`],
  },
  {
    operation: 'lambda:Invoke',
    input: { FunctionName: fromLambda, Qualifier: 'live' },
    expected: [`lambda:InvokeFunction ${fromLambda}:live`],
  },
  {
    operation: 'lambda:CreateFunction',
    input: { FunctionName: 'f', Role: ROLE },
    expected: [`lambda:CreateFunction ${fromLambda}`, `iam:PassRole ${ROLE}`],
  },
  {
    operation: 'lambda:UpdateFunctionConfiguration',
    input: { FunctionName: 'f', Role: ROLE },
    expected: [`lambda:UpdateFunctionConfiguration ${fromLambda}`, `iam:PassRole ${ROLE}`],
  },
  {
    operation: 'lambda:UpdateFunctionConfiguration',
    input: { FunctionName: 'f', MemorySize: 256 },
    expected: [`lambda:UpdateFunctionConfiguration ${fromLambda}`],
  },
  {
    operation: 'sns:Publish',
    input: { TopicArn: `arn:aws:sns:${AT}:t` },
    expected: [`sns:Publish arn:aws:sns:${AT}:t`],
  },
  {
    operation: 'sqs:SendMessage',
    input: { QueueUrl: 'http://localhost/222222222222/q' },
    expected: ['sqs:SendMessage arn:aws:sqs:ap-northeast-1:222222222222:q'],
  },
  { operation: 'kms:Decrypt', input: { KeyId: 'alias/a' }, expected: [`kms:Decrypt ${KEY}`] },
  { operation: 'sts:GetCallerIdentity', input: {}, expected: [] },
  { operation: 'iam:PutRolePolicy', input: { RoleName: 'r' }, expected: [`iam:PutRolePolicy ${ROLE}`] },
  {
    operation: 'events:PutTargets',
    input: { Rule: 'r', Targets: [{ RoleArn: ROLE }, {}] },
    expected: [`events:PutTargets arn:aws:events:${AT}:rule/r`, `iam:PassRole ${ROLE}`],
  },
  {
    operation: 'events:PutRule',
    input: { Name: 'r', EventBusName: 'bus' },
    expected: [`events:PutRule arn:aws:events:${AT}:rule/bus/r`],
  },
  {
    operation: 'cloudformation:CreateChangeSet',
    input: { StackName: 's', RoleARN: ROLE },
    expected: [
      `cloudformation:CreateChangeSet arn:aws:cloudformation:${AT}:stack/s/*`,
      `iam:PassRole ${ROLE}`,
    ],
  },
])('$operation with $input needs $expected', async ({ operation, input, expected }) => {
  expect(await needs(operation, input)).toEqual(expected);
});

it('gives a policy the operation that sets a tag', async () => {
  const apiCall = call('ecs:RegisterTaskDefinition', { family: 'f', tags: [{ key: 'a', value: 'b' }] });
  const required = await requiredOf(apiCall);
  const tagging = required.find(({ action }) => action === 'ecs:TagResource');
  expect(tagging?.keys).toEqual({ 'ecs:CreateAction': 'RegisterTaskDefinition' });
});
