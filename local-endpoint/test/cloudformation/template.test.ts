import { parameterValues } from '../../services/cloudformation/template/parameters';
import { checkRules } from '../../services/cloudformation/template/rules';
import { parseTemplate } from '../../services/cloudformation/template/template';
import { ordered, reversed, runGraph } from '../../services/cloudformation/engine/graph';
import { SCOPE } from './support/scope';

describe('a template', () => {
  it('may be YAML with the short forms of functions, and keeps dates and leading zeros as text', () => {
    const { resources } = parseTemplate(`
AWSTemplateFormatVersion: 2010-09-09
Resources:
  Queue:
    Type: AWS::SQS::Queue
    DeletionPolicy: Retain
    DependsOn: Topic
    Properties:
      QueueName: !Sub '\${Topic.TopicName}-012'
      Tags: [{ Key: since, Value: 2020-01-01 }, { Key: topic, Value: !GetAtt Topic.TopicArn }]
  Topic: { Type: AWS::SNS::Topic }
`);
    expect(resources.Queue).toMatchObject({
      type: 'AWS::SQS::Queue',
      deletionPolicy: 'Retain',
      dependsOn: ['Topic'],
      properties: {
        QueueName: { 'Fn::Sub': '${Topic.TopicName}-012' },
        Tags: [
          { Key: 'since', Value: '2020-01-01' },
          { Key: 'topic', Value: { 'Fn::GetAtt': ['Topic', 'TopicArn'] } },
        ],
      },
    });
  });

  it.each([
    ['{"Resources": {}}', 'At least one Resources member must be defined.'],
    ['{"Resource": {}}', 'Invalid template property or properties [Resource]'],
    ['{"Resources": ', 'JSON not well-formed'],
    ['a: [', 'YAML not well-formed'],
    ['{"Resources": {"A": {}}}', 'Every Resources object must contain a Type member.'],
    [
      '{"Resources": {"A": {"Type": "T", "Propertys": {}}}}',
      "Invalid template resource property 'Propertys'",
    ],
    ['{"Resources": {"A-B": {"Type": "T"}}}', 'Resource name A-B is non alphanumeric.'],
    [
      '{"Resources": {"A": {"Type": "T", "Properties": {"x": {"Ref": "B"}}}}}',
      'Unresolved resource dependencies [B] in the Resources block of the template',
    ],
    [
      '{"Resources": {"A": {"Type": "T"}}, "Outputs": {"O": {"Value": {"Fn::Sub": "${C.Arn}"}}}}',
      'Unresolved resource dependencies [C] in the Outputs block of the template',
    ],
    [
      '{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"A": {"Type": "T"}}}',
      'The local CloudFormation cannot apply the transform "AWS::Serverless-2016-10-31"',
    ],
  ])('of the wrong form is refused: %s', (body, message) => {
    expect(() => parseTemplate(body)).toThrow(message);
  });
});

describe('parameters', () => {
  const values = (
    declared: Parameters<typeof parameterValues>[0],
    given: Parameters<typeof parameterValues>[1],
  ) => parameterValues(declared, given, [], async (name) => `value of ${name}`);

  it('take what is given, then the default, and read SSM parameters', async () => {
    const declared = {
      A: { Type: 'String', Default: 'a' },
      B: { Type: 'CommaDelimitedList', Default: 'x, y' },
      C: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/c' },
    };
    const found = await values(declared, [{ ParameterKey: 'A', ParameterValue: 'given' }]);
    expect(found.map(({ json }) => json)).toEqual(['given', ['x', 'y'], 'value of /c']);
  });

  it.each([
    [{ A: { Type: 'String' } }, [], 'Parameters: [A] must have values'],
    [{}, [{ ParameterKey: 'Z', ParameterValue: '1' }], 'Parameters: [Z] do not exist in the template'],
    [
      { A: { Type: 'String', Default: 'c', AllowedValues: ['a', 'b'] } },
      [],
      "'A' must be one of AllowedValues",
    ],
    [
      { A: { Type: 'String', Default: '!', AllowedPattern: '[a-z]+', ConstraintDescription: 'letters' } },
      [],
      "Parameter 'A' failed to satisfy constraint: letters",
    ],
    [{ A: { Type: 'Number', Default: 'x' } }, [], "Parameter 'A' must be a number"],
    [{ A: { Type: 'Number', Default: '9', MaxValue: 5 } }, [], 'must be a number not greater than 5'],
    [{ A: { Type: 'String', Default: 'abc', MaxLength: 2 } }, [], 'must contain at most 2 characters'],
  ])('are refused where they break a rule: %j', async (declared, given, message) => {
    await expect(values(declared, given)).rejects.toThrow(message);
  });
});

describe('rules', () => {
  const template = (version: string) =>
    parseTemplate(
      JSON.stringify({
        Rules: {
          CheckBootstrapVersion: {
            Assertions: [
              {
                Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '2', '3'], version] }] },
                AssertDescription: 'CDK bootstrap stack version 6 required.',
              },
            ],
          },
        },
        Resources: { A: { Type: 'T' } },
      }),
    );

  it('let pass what their assertions allow', async () => {
    await expect(checkRules(template('21'), SCOPE)).resolves.toBeUndefined();
  });

  it('refuse the rest in the words of the assertion', async () => {
    await expect(checkRules(template('2'), SCOPE)).rejects.toThrow('CDK bootstrap stack version 6 required.');
  });
});

describe('the order of resources', () => {
  const graph = new Map([
    ['Service', ['Cluster', 'Role']],
    ['Cluster', []],
    ['Role', []],
  ]);

  it('puts each after what it depends on, and the other way round for deletion', () => {
    expect(ordered(graph).at(-1)).toBe('Service');
    expect(ordered(reversed(graph))[0]).toBe('Service');
  });

  it('refuses a circle, naming who is in it', () => {
    const circle = new Map([
      ['A', ['B']],
      ['B', ['A']],
      ['C', []],
    ]);
    expect(() => ordered(circle)).toThrow('Circular dependency between resources: [A, B, C]');
  });

  it('runs independent ones at the same time', async () => {
    let running = 0;
    let most = 0;
    await runGraph(graph, async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      return true;
    });
    expect(most).toBe(2);
  });

  it('begins nothing new after a failure', async () => {
    const begun: string[] = [];
    const failed = await runGraph(graph, async (id) => begun.push(id) > 0 && id !== 'Role');
    expect(failed).toEqual(['Role']);
    expect(begun).not.toContain('Service');
  });
});
