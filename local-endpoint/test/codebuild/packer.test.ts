import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { amazonEbs } from '../../services/codebuild/packer/amazon-ebs';
import { parsePackerArguments } from '../../services/codebuild/packer/arguments';
import { copyTemplate } from '../../services/codebuild/packer/edit';
import { readTemplate } from '../../services/codebuild/packer/template';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packer-test-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const TEMPLATE = `
packer {
  required_plugins { amazon = { source = "github.com/hashicorp/amazon", version = "= 1.8.2" } }
}
variable "name" { type = string }
variable "devices" {
  type    = list(string)
  default = ["/dev/xvda", "/dev/sdb"]
}
locals { full = "\${local.short}-image" } # in any order
locals { short = lower(var.name) }
source "amazon-ebs" "image" {
  region        = "eu-west-1"
  ami_name      = local.full
  source_ami    = "ami-1"
  instance_type = var.name == "A" ? "t3.small" : "t3.large"
  imds_support  = "v2.0"
  metadata_options {
    http_tokens = "required"
  }
  dynamic "launch_block_device_mappings" {
    for_each = var.devices
    content {
      device_name = launch_block_device_mappings.value
      encrypted   = true
    }
  }
  run_tags = merge({ a = "1" }, { "b:c" = "\${var.name}-2" })
  user_data = <<-EOF
    #!/bin/sh
    echo "{ \${var.name} }"
  EOF
}
build {
  sources = ["source.amazon-ebs.image"]
  provisioner "shell" { inline = ["echo }"] }
}
`;

const read = (text: string, ...options: string[]) => {
  writeFileSync(join(folder, 'image.pkr.hcl'), text);
  return readTemplate(parsePackerArguments(['build', ...options, folder]));
};

it('reads variables, locals, conditions, dynamic blocks and functions of a template', () => {
  const template = read(TEMPLATE, '-var', 'name=A');
  const [source] = template.sources;
  expect(source && amazonEbs(source, template)).toMatchObject({
    region: 'eu-west-1',
    imageName: 'a-image',
    sourceImage: { id: 'ami-1' },
    imdsSupport: 'v2.0',
    instance: {
      InstanceType: 't3.small',
      MetadataOptions: { HttpTokens: 'required' },
      BlockDeviceMappings: [
        { DeviceName: '/dev/xvda', Ebs: { Encrypted: true } },
        { DeviceName: '/dev/sdb', Ebs: { Encrypted: true } },
      ],
    },
    runTags: [
      { Key: 'Name', Value: 'Packer Builder' },
      { Key: 'a', Value: '1' },
      { Key: 'b:c', Value: 'A-2' },
    ],
  });
});

it('takes variables from files, and those of the command line before them', () => {
  writeFileSync(join(folder, 'a.pkrvars.json'), '{ "name": "file", "devices": ["/dev/sda"] }');
  const file = `-var-file=${join(folder, 'a.pkrvars.json')}`;
  expect(read(TEMPLATE, file).scope.var).toEqual({ name: 'file', devices: ['/dev/sda'] });
  expect(read(TEMPLATE, file, '-var=name=line').scope.var).toMatchObject({ name: 'line' });
});

it.each([
  { what: 'a variable without a value', text: TEMPLATE, message: 'Error: Unset variable "name"' },
  {
    what: 'a source that is not there',
    text: 'build { sources = ["source.amazon-ebs.b"] }',
    message: 'Unknown source amazon-ebs.b',
  },
  { what: 'a text without an end', text: 'locals { a = "b }', message: 'A text in HCL has no closing quote' },
  {
    what: 'a function that it does not know',
    text: 'locals { a = uuidv4() }',
    message: 'the function uuidv4 is not supported',
  },
  { what: 'a comprehension', text: 'locals { a = [for b in []: b] }', message: 'cannot read this HCL: for' },
])('refuses $what', ({ text, message }) => {
  expect(() => read(text)).toThrow(message);
});

it('copies a template without what an old packer refuses, and with what a source gets here', () => {
  const { files } = read(TEMPLATE, '-var=name=A');
  const copy = join(folder, 'copy');
  const left = copyTemplate(files, copy, {
    topBlocks: ['packer'],
    buildBlocks: ['provisioner'],
    inSources: ['imds_support', 'metadata_options'],
    added: ['  communicator = "none"'],
  });
  expect(left).toEqual(['imds_support', 'metadata_options', 'packer', 'provisioner shell']);
  const text = readFileSync(join(copy, 'image.pkr.hcl'), 'utf8');
  expect(text).not.toMatch(/required_plugins|imds|http_tokens|inline/);
  expect(text).toMatch(/source "amazon-ebs" "image" \{\s+communicator = "none"\s+region/);
  expect(readTemplate(parsePackerArguments(['build', '-var=name=A', copy])).sources).toHaveLength(1);
});
