//! Words the quick line knows: colours, garments, makes and models of cars, relations.

/// Colours as people say them; `dark` and `light` go with the colour after them.
#[rustfmt::skip]
pub(super) const COLORS: &[&str] = &[
    "beige", "black", "blk", "blond", "blue", "blu", "bronze", "brown", "burgundy", "charcoal", "cream", "dark",
    "gold", "gray", "green", "grey", "light", "maroon", "navy", "orange", "pink", "purple", "red", "silver",
    "tan", "teal", "turquoise", "white", "wht", "yellow",
];

/// Garments that say themselves what they are.
#[rustfmt::skip]
pub(super) const GARMENTS: &[&str] = &[
    "backpack", "beanie", "blazer", "blouse", "boots", "cap", "cardigan", "coat", "crocs", "dress", "flannel",
    "hat", "hoodie", "hoody", "jacket", "jeans", "jersey", "joggers", "leggings", "overalls", "pajamas", "pants",
    "polo", "sandals", "scarf", "shirt", "shoes", "shorts", "skirt", "slides", "slippers", "sneakers", "sweater",
    "sweatpants", "sweatshirt", "t-shirt", "tee", "tshirt", "vest", "windbreaker",
];

/// Words that only join.
#[rustfmt::skip]
pub(super) const JOINTS: &[&str] = &[
    "and", "has", "w/", "with",
];

/// Makes of cars.
#[rustfmt::skip]
pub(super) const MAKES: &[&str] = &[
    "acura", "audi", "bmw", "buick", "cadillac", "chevrolet", "chevy", "chrysler", "dodge", "fiat", "ford",
    "gmc", "honda", "hyundai", "infiniti", "jaguar", "jeep", "kia", "lexus", "lincoln", "mazda", "mercedes",
    "mercury", "mini", "mitsubishi", "nissan", "pontiac", "porsche", "ram", "saturn", "subaru", "suzuki",
    "tesla", "toyota", "volkswagen", "volvo", "vw",
];

/// Common models, and bodies that stand in for one (`van`, `pickup`).
#[rustfmt::skip]
pub(super) const MODELS: &[&str] = &[
    "accent", "accord", "altima", "avalon", "bronco", "camaro", "camry", "caravan", "challenger", "charger",
    "cherokee", "civic", "colorado", "corolla", "cr-v", "crv", "cruze", "edge", "elantra", "equinox",
    "escalade", "escape", "expedition", "explorer", "f-150", "f150", "fiesta", "focus", "forester", "forte",
    "fusion", "golf", "highlander", "impala", "jetta", "malibu", "maxima", "minivan", "mustang", "odyssey",
    "optima", "outback", "passat", "pathfinder", "pickup", "pilot", "prius", "rav4", "rogue", "sedan", "sentra",
    "sienna", "sierra", "silverado", "sonata", "sorento", "soul", "suburban", "suv", "tacoma", "tahoe",
    "taurus", "tiguan", "traverse", "truck", "tucson", "tundra", "van", "versa", "wagon", "wrangler", "yukon",
];

/// Words for what a companion is to the child.
#[rustfmt::skip]
pub(super) const RELATIONS: &[&str] = &[
    "aunt", "boyfriend", "bf", "brother", "classmate", "cousin", "dad", "father", "friend", "gf", "girlfriend",
    "grandma", "grandmother", "mom", "mother", "neighbor", "neighbour", "roommate", "sister", "uncle",
];

/// Words after a number that belong to a height or weight.
#[rustfmt::skip]
pub(super) const UNITS: &[&str] = &[
    "cm", "feet", "foot", "ft", "inches", "kg", "kilos", "lb", "lbs", "pounds",
];

/// Words before a measure that is a guess.
#[rustfmt::skip]
pub(super) const ABOUT: &[&str] = &[
    "about", "abt", "approx", "around",
];
