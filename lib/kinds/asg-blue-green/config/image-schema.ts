import { z } from 'zod';
import { buildSettingsFields } from '../../../build/config/settings-schema';
import { DAY, duration, filePath, matching, wholeNumber } from '../../../config/schema-parts';
import { replacedWhole } from '../../../config/variation-schema';
import { securityGroupId, subnetId } from '../../../config/network-ids';
import { instanceType } from './instance-type';

const FORMS = 'must have one of parameter, id, or owner and name';

const baseSchema = replacedWhole(
  z
    .strictObject({
      parameter: matching(
        'must be the name of a parameter in Parameter Store, such as /aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
        /^\/(?:[\w.-]|\{environment\})+(?:\/(?:[\w.-]|\{environment\})+)*$/,
      )
        .optional()
        .describe('The parameter in Parameter Store that holds the id, one of AWS or of your own.'),
      id: matching('must be the id of an AMI, such as ami-0123456789abcdef0', /^ami-[0-9a-f]{8,17}$/)
        .optional()
        .describe('The id of an AMI.'),
      owner: matching(
        'must be an account of twelve digits in quotes, or amazon, aws-marketplace or self',
        /^(\d{12}|amazon|aws-marketplace|self)$/,
      )
        .optional()
        .describe('Whose image it is: an account, amazon, aws-marketplace or self.'),
      name: z
        .string()
        .min(3)
        .max(128)
        .optional()
        .describe('The name of the image, * and ? allowed: the newest one is taken.'),
    })
    .check(({ value, issues }) => {
      const broken = (message: string) => issues.push({ code: 'custom', message, input: value, path: [] });
      const { parameter, id, owner, name } = value;
      const forms = [parameter, id, owner ?? name].filter((form) => form !== undefined).length;
      if (forms !== 1) broken(forms === 0 ? FORMS : `${FORMS}, and not several`);
      else if (!owner !== !name) broken('must have owner and name together');
    })
    .meta({ id: 'BaseImage' }),
);

/** A secret that a build reads, as its environment names them too. */
const secret = matching(
  'must be secret, secret:json-key, secret:json-key:version-stage or secret:json-key:version-stage:version-id, the secret being a name or an ARN',
  /^(?:arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:)?(?:[\w/+=.@-]|\{environment\})+(?::[^:\s]*){0,3}$/,
);

/** Every key may be left out, also in a variation, which is laid over it key by key. */
const placeSchema = replacedWhole(
  z
    .strictObject({
      type: instanceType.optional().describe('The instance type. Default: the first of instances.types.'),
      subnet: subnetId.optional().describe('The id of the subnet. Default: the first one of the fleet.'),
      securityGroup: securityGroupId
        .optional()
        .describe(
          'The id of the security group; it needs to let nothing in. Default: the first one of the fleet’s instances.',
        ),
      publicAddress: z
        .boolean()
        .optional()
        .describe(
          'Whether the instance gets a public address, which it needs in a public subnet. Default: true in subnets that the factory makes and in public ones of service.network, otherwise false.',
        ),
    })
    .meta({ id: 'BakeInstance' }),
);

const playbook = filePath
  .prefault('playbook.yml')
  .describe('The path of your Ansible playbook in the repository.');

/** The machine image: what it is made of, and what it is made on. */
export const imageSchema = z
  .strictObject({
    base: baseSchema.describe('The image to start from: { parameter }, { id }, or { owner, name }.'),
    playbook,
    packer: filePath
      .optional()
      .describe(
        'The folder in the repository with your own Packer template. Default: the factory’s template.',
      ),
    user: matching('must be a user of the base image', /^[a-z_][a-z0-9_.-]{0,31}$/)
      .prefault('ec2-user')
      .describe('The user of the base image that Packer logs in as.'),
    keep: wholeNumber(1, 100)
      .prefault(3)
      .describe(
        'How many images, and launch template versions, are kept beside the one that serves and the one that served before.',
      ),
    maxAge: duration(DAY, 'days', 1, 365)
      .optional()
      .describe(
        'How old an image of the same content may be to be used again, in days. Default: however old it is.',
      ),
    deprecateAfter: duration(DAY, 'days', 1, 3650)
      .prefault('365d')
      .describe('How long after its bake EC2 shows an image as deprecated, in days.'),
    vaultPassword: secret
      .optional()
      .describe(
        'The secret in Secrets Manager, and the JSON key in it, with the password of Ansible Vault: shop/vault:password.',
      ),
    instance: placeSchema.prefault({}).describe('The temporary instance that becomes the image.'),
    build: z
      .strictObject(buildSettingsFields)
      .omit({ cache: true })
      .prefault({})
      .describe(
        'What Packer and Ansible run on and know. Variables of `environment` are in the environment of the playbook too: a secret becomes one by { secret: … }.',
      ),
  })
  .meta({ id: 'FleetImage' });
