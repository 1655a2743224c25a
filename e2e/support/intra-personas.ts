/** People that exist nowhere, each with something that real profiles have: a picture, no picture, no image at all. */
export const personas: Record<string, { id: number; login: string; name: string; image: unknown }> = {
  marvin: { id: 104201, login: 'marvin', name: 'Marvin Android', image: picture('marvin') },
  trillian: { id: 104202, login: 'tmcmilla', name: 'Trillian McMillan', image: { link: null, versions: {} } },
  zaphod: { id: 104203, login: 'zbeebleb', name: 'Zaphod Beeblebrox', image: null },
}

function picture(login: string) {
  const link = `https://cdn.intra.42.fr/users/0/${login}.jpg`
  return { link, versions: { large: link, medium: link, small: link, micro: link } }
}

/** A profile in the shape of 42's `/v2/me`; a name that is not a persona's becomes one. */
export function profileOf(name: string): Record<string, unknown> {
  const { id, login, name: fullName, image } = personas[name] ?? { id: 104299, login: name, name, image: null }
  const [first, ...rest] = fullName.split(' ')
  return {
    id,
    email: `${login}@student.42.example`,
    login,
    first_name: first,
    last_name: rest.join(' '),
    usual_full_name: fullName,
    usual_first_name: null,
    url: `https://api.intra.42.fr/v2/users/${login}`,
    phone: 'hidden',
    displayname: fullName,
    kind: 'student',
    image,
    'staff?': false,
    correction_point: 4,
    pool_month: 'july',
    pool_year: '2025',
    location: null,
    wallet: 42,
    anonymize_date: '2029-07-01T00:00:00.000+02:00',
    created_at: '2025-05-02T10:00:00.000Z',
    updated_at: '2026-02-02T10:00:00.000Z',
    alumnized_at: null,
    'alumni?': false,
    'active?': true,
    groups: [],
    cursus_users: [],
    projects_users: [],
    languages_users: [],
    achievements: [],
    titles: [],
    titles_users: [],
    partnerships: [],
    patroned: [],
    patroning: [],
    expertises_users: [],
    roles: [],
    campus: [],
    campus_users: [],
  }
}
