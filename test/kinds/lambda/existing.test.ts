import { configText, LAMBDA_PIPELINE } from '../../support/configs';
import { appOf, templateOf } from '../../support/synthesized';
import { actionOf, statementsOf } from '../../support/templates';

const API = /api: \{[^}]*\}/;

const appWith = (more = '') =>
  appOf(
    configText(
      LAMBDA_PIPELINE.replace(API, `api: { code: dist/api, existing: "quotes-{environment}"${more} }`),
    ),
  );

const app = appWith();
const service = templateOf(app, 'shop-quotes-stg-service');
const pipeline = templateOf(app, 'shop-quotes-stg');

const FUNCTION = 'arn:aws:lambda:ap-northeast-1:111111111111:function:quotes-stg';

describe('of a function that is there already', () => {
  it('the stack has an alarm on the errors of its alias, and else nothing that could fight releases', () => {
    const { Resources } = service.toJSON() as { Resources: Record<string, { Type: string }> };
    expect(Object.values(Resources).map(({ Type }) => Type)).toEqual(['AWS::CloudWatch::Alarm']);
    service.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'shop-quotes-stg-api-errors',
      Dimensions: [
        { Name: 'FunctionName', Value: 'quotes-stg' },
        { Name: 'Resource', Value: 'quotes-stg:live' },
      ],
    });
  });

  it('the stack is the same whatever a release is to configure', () => {
    const other = templateOf(appWith(', memory: 512, environment: { A1: b }'), 'shop-quotes-stg-service');
    expect(other.toJSON()).toEqual(service.toJSON());
  });

  it('the traffic moves by its own name', () => {
    expect(actionOf(pipeline, 'api').Configuration).toMatchObject({
      FunctionName: 'quotes-stg',
      Alarms: 'shop-quotes-stg-api-errors',
    });
  });

  it('the pipeline may change that function, delete its versions, and touch no other', () => {
    const changing = statementsOf(pipeline, 'shop-quotes-stg', 'lambda:UpdateFunctionCode');
    expect(changing.map(({ Resource }) => Resource)).toEqual([[FUNCTION, `${FUNCTION}:*`]]);
    const deleting = statementsOf(pipeline, 'shop-quotes-stg', 'lambda:DeleteFunction');
    expect(deleting.map(({ Resource }) => [Resource].flat())).toEqual([[`${FUNCTION}:*`]]);
  });
});
