import type { ApiCall } from '../../endpoint/call';
import { anything, arn, on, type Resources, type Rules, text, texts } from '../../kit/permissions';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html */
const parameter: Resources = (input, call) => parameterArn(text(input, 'Name'), call);

const parameters: Resources = (input, call) => texts(input, 'Names').map((name) => parameterArn(name, call));

const path: Resources = (input, call) => parameterArn(text(input, 'Path'), call);

const tagged: Resources = (input, call) =>
  text(input, 'ResourceType') === 'Parameter' ? parameterArn(text(input, 'ResourceId'), call) : '*';

/** The ARN has one slash after `parameter`, whether the name starts with one or not; versions and labels are no part of it. */
function parameterArn(name: string, call: ApiCall): string {
  if (name.startsWith('arn:')) return name;
  return arn(call, `parameter/${name.replace(/^\//, '').replace(/:.*$/, '')}`);
}

/** What Parameter Store operations need. */
export const ssm: Rules = {
  ...on(anything, 'DescribeParameters'),
  ...on(
    parameter,
    'DeleteParameter GetParameter GetParameterHistory LabelParameterVersion PutParameter UnlabelParameterVersion',
  ),
  ...on(parameters, 'DeleteParameters GetParameters'),
  ...on(path, 'GetParametersByPath'),
  ...on(tagged, 'AddTagsToResource RemoveTagsFromResource ListTagsForResource'),
};
