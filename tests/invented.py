"""Five invented articles, one for each layout that copies come in, with the oddities of each."""

NEWS = """Harbour Gazette

The Lantern Treaty and the Price of Salt

Mayor Odile Brandt opens the salt market of Veldmere on 3 May 2019. (Photo by Ines Calder/Gazette via Getty Images)
Mayor Odile Brandt opens the salt market of Veldmere on 3 May 2019. (Photo by Ines Calder/Gazette via Getty Images)

Veldmere sells more salt than any port on the coast. "It was always so," said Brandt in 2018.

2014. It was the year in which the warehouse burned, and 60 tonnes were lost.

#5 is the pier where foreign crews land; the sign says <b>no entry</b> & means it.

[1]: https://example.org/pier is written on the wall, next to a * and a `tick`.

Nobody reads it. A price of 3 * 4 * 5 crowns is too much, the crews say.

Read on Harbour Gazette."""

MAGAZINE = """Salt, Sails and the Long Memory of Ports

Economy

What the ports of the coast remember is mostly salt. This essay says why, and for how long.

How did the trade begin? Who gained by it?

The First Barrels

Barrels came with the fleet of Aurelie Noré in 1702. They held salt, and little else.

After 1740 the “open harbour” rule let anyone trade — even the hill towns.

Where the Sails Went

Steam took the sails away in the 1860s. The ports stayed where they were.

(Originally published in Velds. Banner photo: the old quay of Veldmere. ©AFP/Jiji.)

harbour Velds salt trade Coast"""

JOURNAL = """

Harbour Law and its Limits: A Study

Tomas or-Vinter*

Abstract

Harbour law grew out of custom. The aim here is to show how it grew, and where it stopped growing altogether.

Keywords: Harbour, Custom, Law.

Introduction:

Harbour law has been called “*the law of wet ropes*”, and rightly so, since it began with the mooring of ships and

* Private Scholar, E-mail: vinter@example.org.

ended with the price of rope. **Firstly**, it was never written down.

Secondly, *nobody* paid more than \\$5 for a mooring before the year 1800.

Reasons for the Harbour Tax:

The reasons are of two kinds. They are-

a) Reasons of money:

The town wanted money, and the ships had it.¹ A clerk named Ode Lind wrote so in 1811, in a book that he kept for

¹ Ode Lind, "*A Book of Moorings*," Veldmere Press, 12 May 1811, available at <http://example.org/lind>.

his own use and that was found in a wall.

b) *Reasons of pride:*

Pride came later. The area was measured as 5 km² in 1820, and the tax rose.²

² Anna Moor, “Pride and Rope,” *Coast Review*, No. 3, 1904.

 
Figure: The old mooring rings of Veldmere


Source: Harbour Office, Veldmere.

Nobody protested. The rings were painted again in 1825.³

³ As above.



Source: Harbour Office, Veldmere

The Tax in Figures

The council met in 1830 and set the tax by the length of ships (see Table 1).⁴

⁴ Council of Veldmere, Minutes, 1830.

The clerks should, therefore, have kept better books.

Table 1: Harbour tax by length of ship

Length	Tax	Year
Under 10	2	1830
10 to 20	5	1831
Over 20	9	1832

Source: Harbour Office, Veldmere

Conclusion:

Harbour law ended where it began. It is remembered by ropes.

References:

“*Harbour Law for Beginners*,” Veldmere Press, 1990.

Anna Moor, “Pride and Rope,” *Coast Review*, No. 3, 1904."""

ESSAY = """Salt is Salt and Rope is Rope: Notes on a Long Quarrel

“No port is older than ours,” said the harbour master of Veldmere. The masters of other ports said so too. 

Rope was the first quarrel – and the longest. It is not over.

Older than Rope

The quarrel over salt is older than the one over rope. It began in 1650, by most accounts. 

A New Beginning

What comes next is wind. Nobody owns it yet."""

BRIEF = """\
Publication of Harbour Papers for the Coast Project “Ports and Hill Towns in the Salt League of the Northern Coast”
The League (Coast League Office) hosts a series of policy papers by writers from the coast. \
The series aims to give readers a view of ports.
This paper argues that the Salt League was made by accident. It began in 1902, when two mayors missed a boat.
The League is now a proper office.[1] It has a seal, a clerk and a cat.
Trouble on the Water: The First Level
In 1921 the clerk resigned.[2] The cat stayed until 1930, as the minutes show.[3]
Trouble on the Land: The Second Level
Hill towns joined in 1935. They brought wool, which nobody wanted.
(1999/04/12)
Notes
- 1 “Statute of the Salt League,” Veldmere, July 20, 1903.
- 2 Ida Post, “A Clerk Resigns,” Coast News, September 4, 1921.
- 3 https://example.org/minutes.pdf"""

ALL = {"gazette-2019": NEWS, "sails-2020": MAGAZINE, "vinter-1999": JOURNAL, "rope-2001": ESSAY, "league-1999": BRIEF}
# paragraphs, notes, tables, figures, references
COUNTS = {
    "gazette-2019": (5, 0, 0, 1, 0),
    "sails-2020": (5, 0, 0, 0, 0),
    "vinter-1999": (9, 4, 1, 2, 2),
    "rope-2001": (4, 0, 0, 0, 0),
    "league-1999": (4, 3, 0, 0, 0),
}
