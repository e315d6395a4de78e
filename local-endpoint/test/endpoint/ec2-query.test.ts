import fc from 'fast-check';
import { formOf, typedInput } from '../../endpoint/ec2-query/form';
import { operationShapes, type OperationShapes } from '../../endpoint/ec2-query/shape';
import { typedOutput, xmlOf } from '../../endpoint/ec2-query/xml';
import { parseQueryForm } from '../../endpoint/identify/query-form';

async function shapesOf(operation: string): Promise<OperationShapes> {
  const shapes = await operationShapes(operation);
  if (!shapes) throw new Error(`no such operation, got: ${operation}`);
  return shapes;
}

const fields = (form: URLSearchParams) => {
  form.delete('Action');
  form.delete('Version');
  return form;
};

it('an input is written with the names of the protocol', async () => {
  const { input } = await shapesOf('RunInstances');
  const form = formOf('RunInstances', '2016-11-15', input, {
    ImageId: 'ami-1',
    MaxCount: 2,
    EbsOptimized: true,
    SecurityGroupIds: ['sg-1', 'sg-2'],
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'a', Value: 'b' }] }],
    BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { Encrypted: true } }],
  });
  expect(Object.fromEntries(form)).toEqual({
    Action: 'RunInstances',
    Version: '2016-11-15',
    ImageId: 'ami-1',
    MaxCount: '2',
    EbsOptimized: 'true',
    'SecurityGroupId.1': 'sg-1',
    'SecurityGroupId.2': 'sg-2',
    'TagSpecification.1.ResourceType': 'instance',
    'TagSpecification.1.Tag.1.Key': 'a',
    'TagSpecification.1.Tag.1.Value': 'b',
    'BlockDeviceMapping.1.DeviceName': '/dev/xvda',
    'BlockDeviceMapping.1.Ebs.Encrypted': 'true',
  });
});

it('a list of texts is numbered, whichever way the description has it', async () => {
  const { input } = await shapesOf('CreateTags');
  const tags = { Resources: ['sg-1', 'sg-2'], Tags: [{ Key: 'a', Value: 'b' }] };
  const form = fields(formOf('CreateTags', '1', input, tags));
  expect(form.get('ResourceId.2')).toBe('sg-2');
  expect(typedInput(input, parseQueryForm(form))).toEqual(tags);
});

it('an input is read as it was written, with numbers, flags and dates', async () => {
  const { input } = await shapesOf('EnableImageDeprecation');
  const deprecation = { ImageId: 'ami-1', DeprecateAt: new Date('2026-11-28T00:00:00.000Z'), DryRun: false };
  const form = formOf('EnableImageDeprecation', '1', input, deprecation);
  expect(typedInput(input, parseQueryForm(fields(form)))).toEqual(deprecation);
});

it('an output is read as it was written, whatever its texts contain', async () => {
  const { output } = await shapesOf('DescribeLaunchTemplateVersions');
  const text = fc.string({ minLength: 1, unit: 'grapheme-ascii' });
  const version = fc.record({
    VersionNumber: fc.integer({ min: 1, max: 10_000 }),
    DefaultVersion: fc.boolean(),
    VersionDescription: text,
    LaunchTemplateData: fc.record({
      SecurityGroupIds: fc.array(text, { minLength: 1 }),
      Monitoring: fc.record({ Enabled: fc.boolean() }),
    }),
  });
  fc.assert(
    fc.property(fc.array(version), (LaunchTemplateVersions) => {
      const answer = { LaunchTemplateVersions };
      const xml = xmlOf('DescribeLaunchTemplateVersions', 'r', output, answer);
      expect(typedOutput('DescribeLaunchTemplateVersions', output, xml)).toEqual(answer);
    }),
  );
});

it('an operation that EC2 does not have has no shapes', async () => {
  expect(await operationShapes('CreateShop')).toBeUndefined();
});
