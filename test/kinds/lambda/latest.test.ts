import { configText, LAMBDA_PIPELINE } from '../../support/configs';
import { appOf, templateOf } from '../../support/synthesized';
import { actionNames, actionOf, statementsOf } from '../../support/templates';

const app = appOf(
  configText(LAMBDA_PIPELINE.replace('environments:', 'deploy: { latest: true }\n    environments:')),
);
const pipeline = templateOf(app, 'shop-quotes-stg');
const service = templateOf(app, 'shop-quotes-stg-service');

const FUNCTION = 'arn:aws:lambda:ap-northeast-1:111111111111:function:shop-quotes-stg-api';

describe('a pipeline whose alias names $LATEST', () => {
  it('has no version, and the alias on $LATEST', () => {
    expect(service.findResources('AWS::Lambda::Version')).toEqual({});
    service.hasResourceProperties('AWS::Lambda::Alias', { Name: 'live', FunctionVersion: '$LATEST' });
  });

  it('serves what it publishes at once: nothing moves traffic', () => {
    expect(actionNames(pipeline)).toEqual([
      'Source/Source',
      'Build/Build',
      'Deploy/PublishVersions',
      'Deploy/RecordVersions',
    ]);
    expect(actionOf(pipeline, 'RecordVersions').RunOrder).toBe(2);
  });

  it('asks for an approval before, about the commit, because no version shows what differs', () => {
    const approved = templateOf(app, 'shop-quotes-prd');
    expect(actionNames(approved).slice(2)).toEqual([
      'Approval/Approve',
      'Deploy/PublishVersions',
      'Deploy/RecordVersions',
    ]);
    expect(actionOf(approved, 'Approve').Configuration.CustomData).toBe(
      'acme/quotes at commit #{Source.CommitId}',
    );
  });

  it('is verified once it serves, and recorded where that passes', () => {
    const verified = LAMBDA_PIPELINE.replace(
      'environments:',
      'deploy: { latest: true }\n    verify: buildspec.smoke.yml\n    environments:',
    );
    const template = templateOf(appOf(configText(verified)), 'shop-quotes-stg');
    expect(
      ['PublishVersions', 'Verify', 'RecordVersions'].map((name) => actionOf(template, name).RunOrder),
    ).toEqual([undefined, 2, 3]); // 1 where nothing is said
  });

  it('may change its function, and neither publish, delete nor move anything', () => {
    const statements = statementsOf(pipeline, 'shop-quotes-stg');
    const actions = statements
      .flatMap(({ Action }) => [Action].flat())
      .filter((one) => one.startsWith('lambda:'));
    expect([...new Set(actions)].sort()).toEqual([
      'lambda:GetAlias',
      'lambda:GetFunctionConfiguration',
      'lambda:InvokeFunction',
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
    ]);
    const [changing] = statementsOf(pipeline, 'shop-quotes-stg', 'lambda:UpdateFunctionCode');
    expect(changing?.Resource).toEqual([FUNCTION, `${FUNCTION}:live`]);
    expect(statementsOf(pipeline, 'shop-quotes-stg', 'cloudwatch:DescribeAlarms')).toEqual([]);
  });
});
