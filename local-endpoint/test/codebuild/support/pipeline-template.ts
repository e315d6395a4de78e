import { ACCOUNT, bucketName, REGION } from '../../../testing';

const BUCKET = bucketName('shop-pipeline');

const role = (service: string, ...statements: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
    },
    Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  },
});

const allow = (Resource: unknown, ...Action: string[]) => ({ Effect: 'Allow', Action, Resource });

const objects = [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`];

const codeBuild = (name: string, category: string, outputs: string[], configuration: object) => ({
  Name: name,
  Actions: [
    {
      Name: name,
      ActionTypeId: { Category: category, Owner: 'AWS', Provider: 'CodeBuild', Version: '1' },
      Configuration: { ProjectName: { Ref: 'Project' }, ...configuration },
      InputArtifacts: [{ Name: 'source' }],
      OutputArtifacts: outputs.map((Name) => ({ Name })),
      Namespace: name,
      RunOrder: 1,
    },
  ],
});

/**
 * A pipeline of a source in S3, a test and a build with a project, as CloudFormation makes them.
 * @param outputs of the build
 * @param mayStop whether the pipeline's role may stop builds
 */
export const pipelineTemplate = (outputs: string[], mayStop = true): string =>
  JSON.stringify({
    Resources: {
      Logs: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/codebuild/shop-build' } },
      BuildRole: role(
        'codebuild.amazonaws.com',
        allow(
          `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/codebuild/shop-build:*`,
          'logs:CreateLogStream',
          'logs:PutLogEvents',
        ),
        allow(objects, 's3:GetObject', 's3:PutObject', 's3:GetBucketAcl', 's3:GetBucketLocation'),
      ),
      PipelineRole: role(
        'codepipeline.amazonaws.com',
        allow(objects, 's3:Get*', 's3:PutObject', 's3:PutObjectAcl'),
        allow(
          { 'Fn::GetAtt': ['Project', 'Arn'] },
          'codebuild:StartBuild',
          'codebuild:BatchGetBuilds',
          ...(mayStop ? ['codebuild:StopBuild'] : []),
        ),
      ),
      Project: {
        Type: 'AWS::CodeBuild::Project',
        Properties: {
          Name: 'shop-build',
          ServiceRole: { 'Fn::GetAtt': ['BuildRole', 'Arn'] },
          Source: { Type: 'CODEPIPELINE' },
          Artifacts: { Type: 'CODEPIPELINE' },
          Environment: {
            Type: 'LINUX_CONTAINER',
            Image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
            ComputeType: 'BUILD_GENERAL1_SMALL',
            PrivilegedMode: 'true',
            EnvironmentVariables: [{ Name: 'PIPELINE', Type: 'PLAINTEXT', Value: 'shop' }],
          },
          LogsConfig: { CloudWatchLogs: { Status: 'ENABLED', GroupName: { Ref: 'Logs' } } },
          TimeoutInMinutes: 30,
        },
      },
      Pipeline: {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          Name: 'shop',
          RoleArn: { 'Fn::GetAtt': ['PipelineRole', 'Arn'] },
          PipelineType: 'V2',
          ArtifactStore: { Type: 'S3', Location: BUCKET },
          Stages: [
            {
              Name: 'Source',
              Actions: [
                {
                  Name: 'Source',
                  ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'S3', Version: '1' },
                  Configuration: {
                    S3Bucket: BUCKET,
                    S3ObjectKey: 'source.zip',
                    PollForSourceChanges: 'false',
                  },
                  OutputArtifacts: [{ Name: 'source' }],
                  Namespace: 'Source',
                  RunOrder: 1,
                },
              ],
            },
            codeBuild('Check', 'Test', [], { BuildspecOverride: 'check.yml' }),
            codeBuild('Build', 'Build', outputs, {
              EnvironmentVariables: JSON.stringify([
                { name: 'COMMIT_ID', value: '#{Source.VersionId}', type: 'PLAINTEXT' },
                { name: 'CHECKED', value: '#{Check.RESULT}', type: 'PLAINTEXT' },
              ]),
            }),
          ],
        },
      },
    },
  });

/** The bucket of source and artifacts. */
export const PIPELINE_BUCKET = BUCKET;
