import { configText, FULL_LAMBDA_PIPELINE } from '../../support/configs';
import { appOf, templateOf } from '../../support/synthesized';
import { actionOf, statementsOf } from '../../support/templates';

const VERIFIED_PIPELINE = FULL_LAMBDA_PIPELINE.replace('orders:', 'verified:').replace(
  '    environments:',
  '    verify: buildspec.smoke.yml\n    environments:',
);
const app = appOf(configText([FULL_LAMBDA_PIPELINE, VERIFIED_PIPELINE].join('\n')));
const plain = templateOf(app, 'shop-orders-stg');
const verified = templateOf(app, 'shop-verified-stg');
const NAME = 'shop-verified-stg';
const FUNCTION = 'arn:aws:lambda:ap-northeast-1:111111111111:function';

describe('a pipeline whose releases are verified', () => {
  it('runs the buildspec of the commit between the traffic and the record', () => {
    const order = ['api', 'worker', 'Verify', 'RecordVersions'].map(
      (name) => actionOf(verified, name).RunOrder,
    );
    expect(order).toEqual([1, 1, 2, 3]);
    expect(actionOf(verified, 'Verify')).toMatchObject({
      ActionTypeId: { Category: 'Test', Provider: 'CodeBuild' },
      Configuration: { ProjectName: `${NAME}-verify` },
      InputArtifacts: [{ Name: 'source' }],
    });
  });

  it('costs a project, its role and its log group', () => {
    const typesOf = (template: typeof verified) =>
      Object.values((template.toJSON() as { Resources: Record<string, { Type: string }> }).Resources)
        .map(({ Type }) => Type)
        .sort();
    const added = ['AWS::CodeBuild::Project', 'AWS::IAM::Role', 'AWS::Logs::LogGroup'];
    expect(typesOf(verified)).toEqual([...typesOf(plain), ...added].sort());
  });

  it('is given alias and names of the functions, which it may call by the alias only', () => {
    verified.hasResourceProperties('AWS::CodeBuild::Project', {
      Name: `${NAME}-verify`,
      Source: { BuildSpec: 'buildspec.smoke.yml' },
      Environment: {
        EnvironmentVariables: [
          { Name: 'PIPELINE', Value: 'verified' },
          { Name: 'ENVIRONMENT', Value: 'stg' },
          { Name: 'ALIAS', Value: 'current' },
          { Name: 'API_FUNCTION', Value: `${NAME}-api` },
          { Name: 'WORKER_FUNCTION', Value: `${NAME}-worker` },
        ],
      },
    });
    expect(statementsOf(verified, `${NAME}-verify`, 'lambda:InvokeFunction')).toMatchObject([
      { Resource: ['api', 'worker'].map((name) => `${FUNCTION}:${NAME}-${name}:current`) },
    ]);
    expect(JSON.stringify(statementsOf(verified, `${NAME}-verify`))).not.toMatch(/PutObject|lambda:Update/);
  });

  it('may be run by the pipeline, and no other project by that', () => {
    const run = statementsOf(verified, NAME).filter(({ Resource }) =>
      JSON.stringify(Resource).includes('project/shop-verified-stg-verify'),
    );
    expect(run).toMatchObject([
      {
        Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild', 'codebuild:StopBuild'],
        Resource: `arn:aws:codebuild:ap-northeast-1:111111111111:project/${NAME}-verify`,
      },
    ]);
  });
});
