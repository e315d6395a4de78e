import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { BakeSettings } from '../../handlers/contract/bake';
import { releaseParameterName } from '../../handlers/contract/names';
import type { AwsClients } from './clients';
import { say } from './say';

/** Characters that an approval has for it; CodePipeline takes 1,000 for the whole of its text. */
const MAX_SUMMARY_LENGTH = 300;

/** Keeps the package list of a new image, a package a line: its name, and its versions. */
export async function keepPackages(
  { packages }: BakeSettings,
  image: string,
  list: string,
  { s3 }: AwsClients,
): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: packages.bucket,
      Key: keyOf(packages.prefix, image),
      Body: list,
      ContentType: 'text/plain',
    }),
  );
}

/** Which packages of an image differ from those of the image that serves, in at most 300 characters. */
export async function packageChanges(
  settings: BakeSettings,
  image: string,
  aws: AwsClients,
): Promise<string> {
  const serving = await servingImage(settings, aws);
  if (!serving) return 'no image serves yet';
  if (serving === image) return `none, ${image} serves already`;
  const [before, after] = await Promise.all([serving, image].map((one) => readPackages(settings, one, aws)));
  if (!before || !after) return `not known, ${before ? image : serving} has no package list`;
  const changes = compare(before, after);
  for (const change of changes) say(`package ${change}`);
  return shorten(`${changes.length} since ${serving}`, changes);
}

/** @returns nothing where the release record names none, or is none that this bake can read */
async function servingImage({ identity }: BakeSettings, { ssm }: AwsClients): Promise<string | undefined> {
  const Name = releaseParameterName(identity);
  try {
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name }));
    const record = JSON.parse(Parameter?.Value ?? '{}') as { serving?: { imageId?: unknown } };
    const image = record.serving?.imageId;
    return typeof image === 'string' ? image : undefined;
  } catch (error) {
    if ((error as Error).name === 'ParameterNotFound' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

type Packages = ReadonlyMap<string, string>;

/** S3 answers "access denied" for what is missing where the role may not list the bucket. */
async function readPackages(
  { packages }: BakeSettings,
  image: string,
  { s3 }: AwsClients,
): Promise<Packages | undefined> {
  const request = { Bucket: packages.bucket, Key: keyOf(packages.prefix, image) };
  try {
    const { Body } = await s3.send(new GetObjectCommand(request));
    const lines = ((await Body?.transformToString()) ?? '').split('\n').filter(Boolean);
    return new Map(lines.map((line) => [line.split(' ', 1)[0] as string, line.slice(line.indexOf(' ') + 1)]));
  } catch (error) {
    if (['NoSuchKey', 'AccessDenied'].includes((error as Error).name)) return undefined;
    throw error;
  }
}

const keyOf = (prefix: string, image: string): string => `${prefix}${image}.txt`;

/** Changed ones first, then those that came, then those that went. */
function compare(before: Packages, after: Packages): string[] {
  const kept = [...after].filter(([name, version]) => before.has(name) && before.get(name) !== version);
  return [
    ...kept.map(([name, version]) => `${name} ${before.get(name)} to ${version}`),
    ...[...after].filter(([name]) => !before.has(name)).map(([name, version]) => `${name} ${version} added`),
    ...[...before.keys()].filter((name) => !after.has(name)).map((name) => `${name} removed`),
  ];
}

/** As many as fit, and how many there are beside. */
function shorten(beginning: string, changes: readonly string[]): string {
  let text = beginning;
  for (const [index, change] of changes.entries()) {
    const rest = `, and ${changes.length - index} more`;
    const longer = `${text}${index ? ', ' : ': '}${change}`;
    const last = index === changes.length - 1;
    if (longer.length + (last ? 0 : rest.length) > MAX_SUMMARY_LENGTH) return `${text}${rest}`;
    text = longer;
  }
  return text;
}
