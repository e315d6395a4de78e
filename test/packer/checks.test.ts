import { IMAGE_HASH_TAG } from '../../handlers/contract/names';
import type { ImageBake } from '../../lib/bake/config/model';
import { type BakeHarness, PLAYBOOK, startBakeHarness } from './support/bake-harness';

let harness: BakeHarness;

beforeAll(async () => {
  harness = await startBakeHarness();
});

afterAll(() => harness.close());

const bake = (files: Readonly<Record<string, string>>, image: Partial<ImageBake> = {}) =>
  harness.program({ 'playbook.yml': PLAYBOOK, ...files }, image);

describe('fails before anything is made', () => {
  it.each([
    {
      what: 'a playbook that is missing',
      files: {},
      config: { playbook: 'image/playbook.yml' },
      message: 'image.playbook must be a file of the commit, got: image/playbook.yml',
    },
    {
      what: 'handlers of one name in a play',
      files: {
        'playbook.yml':
          '- hosts: all\n  handlers:\n    - { name: restart, ansible.builtin.debug: {} }\n    - { name: restart, ansible.builtin.debug: {} }\n',
      },
      message:
        'handlers in one list must have names of their own, because only the first of a name runs, got: restart in playbook.yml',
    },
    {
      what: 'handlers of one name in a role',
      files: {
        'roles/app/handlers/main.yml':
          '- { name: restart, ansible.builtin.debug: {} }\n- { name: restart, ansible.builtin.debug: {} }\n',
      },
      message: 'restart in roles/app/handlers/main.yml',
    },
    {
      what: 'a playbook that is no YAML',
      files: { 'playbook.yml': '- hosts: [' },
      message: 'playbook.yml must be YAML',
    },
    {
      what: 'tags that are the factory’s',
      files: { 'image-tags.json': '{ "pipeline-factory:pipeline": "other" }' },
      message:
        'a tag of image-tags.json must not be AWS’s or the factory’s own, got: pipeline-factory:pipeline'.replaceAll(
          '’',
          "'",
        ),
    },
    {
      what: 'a tag that is no text',
      files: { 'image-tags.json': '{ "a": 1 }' },
      message: 'the tag a of image-tags.json must be text of at most 256 characters, got: 1',
    },
    {
      what: 'a base image that does not exist',
      files: {},
      config: { base: { id: 'ami-00000000000000000' } },
      message: 'image.base must be an image that exists, got: ami-00000000000000000',
    },
    {
      what: 'a base image that nobody has',
      files: {},
      config: { base: { owner: 'self', name: 'nothing-*' } },
      message: 'image.base must be an image that exists, got: an image of self named nothing-*',
    },
    {
      what: 'a template folder that is missing',
      files: {},
      config: { template: 'packer' },
      message: 'image.packer must be a folder of the commit, got: packer',
    },
    {
      what: 'a template without a named manifest',
      files: { 'packer/image.pkr.hcl': 'build {\n  # post-processor "manifest" { name = "a" }\n}\n' },
      config: { template: 'packer' },
      message:
        'packer must have a post-processor "manifest" with a name, and output = var.manifest, got: none',
    },
  ])('$what', async ({ files, config, message }) => {
    const before = await harness.images();
    const run = await bake(files as Record<string, string>, config);
    expect(run.status).toBe(1);
    expect(run.log).toContain(message);
    expect(run.variables).toEqual({});
    expect(await harness.images()).toEqual(before);
  });
});

describe('a template of the team’s own', () => {
  const VARIABLES = `
    variable "name" { type = string }
    variable "region" { type = string }
    variable "source_ami" { type = string }
    variable "devices" { type = list(string) }
    variable "instance_type" { type = string }
    variable "instance_profile" { type = string }
    variable "security_group" { type = string }
    variable "subnet" { type = string }
    variable "tags" { type = map(string) }
    variable "manifest" { type = string }
  `;
  const source = (name: string, more = '') => `
    source "amazon-ebs" "${name}" {
      region               = ${more.includes('region') ? '"eu-west-1"' : 'var.region'}
      ami_name             = "\${var.name}-${name}"
      source_ami           = var.source_ami
      instance_type        = var.instance_type
      iam_instance_profile = var.instance_profile
      security_group_id    = var.security_group
      subnet_id            = var.subnet
      communicator         = "none"
      ${more.includes('imds') ? '' : 'imds_support = "v2.0"'}
      metadata_options { http_tokens = "required" }
      launch_block_device_mappings {
        device_name           = var.devices[0]
        encrypted             = true
        delete_on_termination = true
      }
      run_tags        = var.tags
      run_volume_tags = var.tags
    }
  `;
  const build = (...names: string[]) => `
    build {
      sources = [${names.map((name) => `"source.amazon-ebs.${name}"`).join(', ')}]
      post-processor "manifest" {
        name   = "record"
        output = ${names.length ? 'var.manifest' : '"elsewhere.json"'}
      }
    }
  `;
  const bakeOwn = (template: string) => bake({ 'packer/image.pkr.hcl': template }, { template: 'packer' });

  it('makes the image', async () => {
    const run = await bakeOwn(VARIABLES + source('a') + build('a'));
    expect(run.log).toContain('is made');
    expect(run.status).toBe(0);
  });

  it('fails where it makes two, of which none is ever reused', async () => {
    const run = await bakeOwn(VARIABLES + source('a') + source('b') + build('a', 'b'));
    expect(run.log).toMatch(
      /a template must make one image, got: ap-northeast-1:ami-\w+, ap-northeast-1:ami-\w+/,
    );
    expect(run.status).toBe(1);
    const [image] = await harness.images();
    expect(image?.Tags?.map(({ Key }) => Key)).not.toContain(IMAGE_HASH_TAG);
  });

  it('fails where its manifest is written elsewhere', async () => {
    const template = VARIABLES + source('a') + build('a').replace('var.manifest', '"elsewhere.json"');
    const run = await bakeOwn(template);
    expect(run.log).toContain('the template must write its manifest to var.manifest, got: none');
    expect(run.status).toBe(1);
  });

  it('fails where the image may be used with IMDSv1', async () => {
    const run = await bakeOwn(VARIABLES + source('a', 'imds') + build('a'));
    expect(run.log).toMatch(/the image ami-\w+ must have imds_support v2.0, got: none/);
    expect(run.status).toBe(1);
  });

  it.each([
    { what: 'an instance that is not encrypted', from: 'encrypted             = true', to: '' },
    { what: 'an instance with IMDSv1', from: 'http_tokens = "required"', to: 'http_tokens = "optional"' },
    { what: 'an instance without tags', from: 'run_tags        = var.tags', to: '' },
    { what: 'another instance type', from: 'var.instance_type', to: '"t3.large"' },
    { what: 'another profile', from: 'iam_instance_profile = var.instance_profile', to: '' },
  ])('may not run $what', async ({ from, to }) => {
    const run = await bakeOwn((VARIABLES + source('a') + build('a')).replace(from, to));
    expect(run.log).toMatch(/UnauthorizedOperation.*ec2:RunInstances/);
    expect(run.status).toBe(1);
    expect(await harness.instances()).toEqual([]);
  });
});
