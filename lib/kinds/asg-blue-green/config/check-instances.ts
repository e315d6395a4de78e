import { checkArn } from '../../../config/checks/arn';
import type { Diagnostic } from '../../../config/diagnostic';
import type { LocatedPipeline } from '../../../config/kind';
import { type Architecture, architectureIn, architectureOf } from './architecture';
import type { AsgBlueGreenPipeline } from './model';

type Located = LocatedPipeline<AsgBlueGreenPipeline>;

/** What instances are made of fits together, and is what EC2 takes. */
export function checkInstances(located: Located): Diagnostic[] {
  return [
    ...checkArchitecture(located),
    ...checkProfile(located),
    ...checkUserData(located),
    ...checkVolumes(located),
  ];
}

/** One image runs on all types. */
function checkArchitecture({ pipeline: { instances, image }, at }: Located): Diagnostic[] {
  const [first = '', ...others] = instances.types;
  const wanted = architectureOf(first);
  const rule = (is: Architecture, what: string) =>
    `is ${what} of ${is}, but ${first} is of ${wanted}: one image cannot run on both`;
  const types = others.flatMap((type, index) => {
    const is = architectureOf(type);
    return is === wanted ? [] : [{ path: at(['instances', 'types', index + 1]), rule: rule(is, 'a type') }];
  });
  const { type } = image.instance;
  const baked = type === undefined ? wanted : architectureOf(type);
  const based = 'parameter' in image.base ? architectureIn(image.base.parameter) : undefined;
  return [
    ...types,
    ...(baked === wanted ? [] : [{ path: at(['image', 'instance', 'type']), rule: rule(baked, 'a type') }]),
    ...(based === undefined || based === wanted
      ? []
      : [{ path: at(['image', 'base', 'parameter']), rule: rule(based, 'the parameter of an image') }]),
  ];
}

/** The role of the profile is one that the pipeline can pass, and there is a profile to bake with. */
function checkProfile(located: Located): Diagnostic[] {
  const { instances, service } = located.pipeline;
  const { profile } = instances;
  if (!profile) {
    if (service.owned) return [];
    const rule =
      'is required with service.existing: instances need a role that Systems Manager may use, and the factory makes one only with a service of its own';
    return [{ path: located.at(['instances', 'profile']), rule }];
  }
  return profile.role.startsWith('arn:')
    ? checkArn(located, ['instances', 'profile', 'role'], profile.role, false)
    : [];
}

/** Before it is encoded. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
const MAX_USER_DATA_BYTES = 16_384;

function checkUserData({ pipeline: { instances }, at }: Located): Diagnostic[] {
  const { userData } = instances;
  if (!userData) return [];
  const path = at(['instances', 'userData']);
  if (userData.text === undefined) return [{ path, rule: `must be a text file beside this one` }];
  const bytes = Buffer.byteLength(userData.text);
  if (bytes <= MAX_USER_DATA_BYTES) return [];
  const rule = `has ${bytes.toLocaleString('en')} bytes; EC2 takes ${MAX_USER_DATA_BYTES.toLocaleString('en')}: have the playbook put what is long into the image`;
  return [{ path, rule }];
}

function checkVolumes({ pipeline: { instances }, at }: Located): Diagnostic[] {
  const devices = instances.volumes.map(({ device }) => device);
  return devices.flatMap((device, index) =>
    devices.indexOf(device) < index
      ? [{ path: at(['instances', 'volumes', index, 'device']), rule: 'is the device of another volume too' }]
      : [],
  );
}
